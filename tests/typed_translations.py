"""A plugin of mypy: tells it what modeltranslation does to models at run time, on top of what django-stubs knows.

Translated models get a field for each language (`title_ko`), and their managers another class that stands in no source.
"""

from collections.abc import Callable
from functools import partial

from django.apps import apps
from django.db.models import Manager, Model
from mypy.options import Options
from mypy.plugin import ClassDefContext
from mypy.types import NoneType, Type, UnionType
from mypy_django_plugin.lib.helpers import add_new_sym_for_info
from mypy_django_plugin.main import NewSemanalDjangoPlugin

Hook = Callable[[ClassDefContext], None]


class TranslationsPlugin(NewSemanalDjangoPlugin):
    """django-stubs' own plugin, which sees translated models as their authors do."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        for model in apps.get_models():
            for manager in {*model._meta.managers, model._meta.default_manager}:
                _take_back_class(manager)

    def get_base_class_hook(self, fullname: str) -> Hook | None:
        hook = super().get_base_class_hook(fullname)
        return hook and partial(self._add_translations, hook)

    def _add_translations(self, hook: Hook, context: ClassDefContext) -> None:
        hook(context)
        model = self.django_context.get_model_class_by_fullname(context.cls.fullname)
        text = context.api.named_type("builtins.str")
        for name, is_nullable in _translations(model) if model else []:
            kind: Type = UnionType([text, NoneType()]) if is_nullable else text
            add_new_sym_for_info(context.cls.info, name, kind)


def _translations(model: type[Model]) -> list[tuple[str, bool]]:
    """The name of each field that holds one language, and whether it may be null."""
    from modeltranslation.fields import TranslationField  # modeltranslation reads the settings when it is imported

    return [(field.name, field.null) for field in model._meta.get_fields() if isinstance(field, TranslationField)]


def _take_back_class(manager: Manager) -> None:
    """Give a manager the class that the source of its model names."""
    from modeltranslation.manager import MultilingualManager  # modeltranslation reads the settings when it is imported

    if type(manager) is MultilingualManager:
        manager.__class__ = Manager
    elif isinstance(manager, MultilingualManager):
        manager.__class__ = type(manager).__bases__[1]


def plugin(version: str) -> type[TranslationsPlugin]:
    """What mypy calls."""
    return TranslationsPlugin
