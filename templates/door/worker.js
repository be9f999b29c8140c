{% load static %}importScripts("{% static "js/offline-worker.js" %}");
