"""The questionnaire of an assessment at its own version, whatever has become of the file since."""

from __future__ import annotations

from contextlib import suppress

from ddq.assessment.model import QuestionnaireReference
from ddq.questionnaire.archive import archived, from_archive
from ddq.questionnaire.compiled import LoadedQuestionnaire
from ddq.questionnaire.problems import SourceError
from ddq.store.protocol import Store, StoreError
from ddq.workspace.library import Library


def keep_version(store: Store, loaded: LoadedQuestionnaire) -> None:
    """Keep a questionnaire in the store, so that what is begun with it can always be read with it.

    Raises:
        NotSaved: the disk refused.
    """
    if not store.has_questionnaire(loaded.digest):
        store.put_questionnaire(loaded.digest, archived(loaded))


def version_of(
    store: Store, library: Library, reference: QuestionnaireReference, language: str | None = None
) -> LoadedQuestionnaire:
    """The questionnaire that an assessment names: the file's where it is as it was, else the one that was kept.

    In `language` as far as the file is translated; what was kept is in the language that it was written in.
    Where nothing was kept, as by an early version of ddq, the file's as it is now.

    Raises:
        SourceError: there is neither, or it has problems.
    """
    current, missing = current_version(library, reference.id)
    if current is not None and current.digest == reference.digest:
        with suppress(StoreError):  # it can be read; nothing is lost that was not before
            keep_version(store, current)
        return current if language is None else library.questionnaire(reference.id, language)
    kept = library.remembered(reference.digest, lambda: _kept(store, reference.digest))
    found = kept or current
    if found is None:
        assert missing is not None
        raise missing
    return found


def current_version(library: Library, identifier: str) -> tuple[LoadedQuestionnaire | None, SourceError | None]:
    """The questionnaire of an id as its file is now, or why there is none."""
    try:
        return library.questionnaire(identifier), None
    except SourceError as error:
        return None, error


def _kept(store: Store, digest: str) -> LoadedQuestionnaire | None:
    content = store.questionnaire(digest)
    return None if content is None else from_archive(content, digest)
