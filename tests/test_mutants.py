"""The list of guards that `make mutants` takes away does not rot: what it names is there."""

from tests.dropped import how_to_drop
from tests.mutants import ROOT, read_mutants
from tests.test_conventions import functions


def test_every_mutant_has_a_name_of_its_own_and_changes_a_text_that_stands_in_its_file_once():
    mutants = read_mutants()
    texts = [(mutant.name, change) for mutant in mutants for change in mutant.changes]
    lost = [
        (name, change.file, change.find) for name, change in texts if (ROOT / change.file).read_text().count(change.find) != 1
    ]

    assert lost == []
    assert len({mutant.name for mutant in mutants}) == len(mutants) >= 40
    assert [mutant.name for mutant in mutants if not (mutant.changes or mutant.drops) or not mutant.tests] == []


def test_every_test_that_a_mutant_names_is_there():
    named = {test.partition("[")[0] for mutant in read_mutants() for test in mutant.tests}
    files = {test.partition("::")[0] for test in named}
    there = {f"{file}::{test.name}" for file in files for test in functions(ROOT / file)} | files

    assert sorted(named - there) == []


def test_whatever_a_mutant_drops_is_kept_by_the_database(db):
    drops = [guard for mutant in read_mutants() for guard in mutant.drops]

    assert [guard for guard in drops if not how_to_drop(guard)] == []
