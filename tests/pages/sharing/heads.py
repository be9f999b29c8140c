"""The head of a page as messengers and search engines read it, by parsers that are not the portal's."""

import json
from html.parser import HTMLParser

from django.http import HttpResponse
from rdflib import RDF, Graph, Namespace, Node, URIRef

SCHEMA = Namespace("https://schema.org/")


class Head(HTMLParser):
    """Its `title`, `metas` by name or property, `links` by relation, and `data`, the scripts that hold data."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.title, self.inside = "", ""
        self.metas: dict[str, list[str]] = {}
        self.links: dict[str, list[str]] = {}
        self.data: list[str] = []
        self.feed(response.content.decode())

    def handle_starttag(self, tag, attributes) -> None:
        values = dict(attributes)
        self.inside = tag if tag == "script" or (tag == "title" and not self.title) else ""
        if tag == "meta" and (name := values.get("property") or values.get("name")):
            self.metas.setdefault(name, []).append(values["content"])
        if tag == "link":
            self.links.setdefault(values["rel"], []).append(values["href"])
        if tag == "script" and values.get("type") == "application/ld+json":
            self.data.append("")
        elif tag == "script":
            self.inside = ""

    def handle_data(self, data) -> None:
        if self.inside == "title":
            self.title += data
        elif self.inside == "script":
            self.data[-1] += data

    def handle_endtag(self, tag) -> None:
        self.inside = ""

    @property
    def graph(self) -> Graph:
        """The data as a graph, read by rdflib; the vocabulary is named in place of the one that is fetched."""
        graph = Graph()
        for each in self.data:
            document = json.loads(each)
            assert document.pop("@context") == "https://schema.org"
            graph.parse(data=json.dumps({"@context": {"@vocab": str(SCHEMA)}} | document), format="json-ld")
        return graph


def kinds(graph: Graph) -> set[str]:
    """What the page tells of."""
    return {str(kind).removeprefix(str(SCHEMA)) for kind in graph.objects(None, RDF.type)}


def of_kind(graph: Graph, kind: str) -> list[dict[str, object]]:
    """The things of a kind, each with its properties; one that has several values has a list of them."""
    return [properties(graph, thing) for thing in graph.subjects(RDF.type, SCHEMA[kind])]


def properties(graph: Graph, thing: Node) -> dict[str, object]:
    found: dict[str, list] = {}
    for name, value in graph.predicate_objects(thing):
        if name != RDF.type:
            below = properties(graph, value) if (value, None, None) in graph else str(value)
            found.setdefault(str(name).removeprefix(str(SCHEMA)), []).append(below)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def is_address(value: object) -> bool:
    return str(URIRef(str(value))).startswith("https://madang.example/")
