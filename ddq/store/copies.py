"""TinyDB tables whose documents are read as copies: nobody changes the store behind the back of its chain."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from tinydb.storages import Storage
from tinydb.table import Table


class Copies(Mapping[str, Mapping[str, Any]]):
    """The documents of a table by id, each a copy."""

    def __init__(self, documents: Mapping[str, Mapping[str, Any]]) -> None:
        self._documents = documents

    def __getitem__(self, key: str) -> Mapping[str, Any]:
        return orjson.loads(orjson.dumps(self._documents[key]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


class CopiedTable(Table):
    """A table that reads what stands now, whoever wrote it, and hands out copies."""

    # The query cache would not see what other processes append.
    default_query_cache_capacity = 0

    def __init__(self, storage: Storage, name: str, cache_size: int = 0, persist_empty: bool = False) -> None:
        super().__init__(storage, name, cache_size=0)

    def _read_table(self) -> Any:
        return Copies((self._storage.read() or {}).get(self.name, {}))
