# One image for the web server, the worker and the one-shot commands; compose.yaml shows all three.

FROM python:3.11.14-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.txt /tmp/requirements.txt
RUN /opt/venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/requirements.txt


FROM python:3.11.14-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PORTAL_DATA_DIR=/srv/portal/var
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin portal \
    && install -d -o portal -g portal /srv/portal/var /srv/portal/var/uploads /srv/portal/var/backups
WORKDIR /srv/portal
COPY --from=packages /opt/venv /opt/venv
COPY . .
USER 10001:10001

# Demo settings only for this one step: collecting needs no secret and no database. The keys it made are not kept.
RUN DEMO_MODE=true DATABASE_URL=postgresql://nobody@127.0.0.1/none \
        python manage.py collectstatic --no-input --verbosity 0 \
    && rm -f var/demo-*.key

EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]

# The shell only fills in the number; exec hands the process number, and with it the stop signal, to the server.
CMD ["sh", "-c", "exec python -m granian --interface rsgi --host 0.0.0.0 --port 8000 --no-ws --workers ${WEB_WORKERS:-2} --http1-header-read-timeout 10000 --respawn-failed-workers portal.rsgi:application"]
