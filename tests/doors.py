"""The doors, as an import-linter contract. It stands among the tests because only `make check` ever runs it."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, output

DOORS = frozenset({"actions", "queries", "ingest", "errors"})
# kit and config have no domain to protect, and who may import a face is the ladder's business.
PUBLIC = frozenset({"kit", "config", "faces"})


class DoorsContract(Contract):
    """Another room's modules are out of reach, except its doors."""

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """`metadata["breaches"]` holds (importer, imported, line number, line) of every import that passes a wall."""
        breaches = [
            (importer, imported, details["line_number"], details["line_contents"])
            for importer in sorted(graph.modules)
            for imported in sorted(graph.find_modules_directly_imported_by(importer))
            if self._is_breach(importer.split("."), imported.split("."))
            for details in graph.get_import_details(importer=importer, imported=imported)
        ]
        return ContractCheck(kept=not breaches, metadata={"breaches": breaches})

    @staticmethod
    def _is_breach(importer: list[str], imported: list[str]) -> bool:
        if imported[0] != "facevalue" or len(imported) == 1 or importer[:2] == imported[:2]:
            return False
        return imported[1] not in PUBLIC and (len(imported) != 3 or imported[2] not in DOORS)

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Prints one line for each breach."""
        for importer, imported, line_number, line in check.metadata["breaches"]:
            output.print_error(f"{importer}:{line_number} is not at a door of {imported}: {line}", bold=False)
