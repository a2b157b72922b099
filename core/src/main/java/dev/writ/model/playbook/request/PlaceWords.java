package dev.writ.model.playbook.request;

import java.util.Set;

/** The English words by which a request says which files it is about. */
final class PlaceWords {
    /** What a place follows. */
    static final Set<String> PREPOSITIONS =
            Set.of("in", "under", "below", "inside", "within", "beneath", "across", "throughout", "from", "among");

    /** After these every word is a folder. */
    static final Set<String> STRONG = Set.of("under", "below", "inside", "within", "beneath");

    /** What is left out follows these. */
    static final Set<String> EXCLUDING = Set.of("except", "excluding", "ignoring", "without", "skipping", "besides");

    /** They say nothing about where. */
    static final Set<String> FILLERS = Set.of(
            "all",
            "every",
            "each",
            "any",
            "the",
            "my",
            "our",
            "this",
            "these",
            "of",
            "only",
            "whole",
            "entire",
            "current",
            "complete",
            "same",
            "its",
            "your",
            "a",
            "an",
            "for",
            "in",
            "existing");

    /** The whole workspace, in other words. */
    static final Set<String> EVERYTHING = Set.of(
            "workspace",
            "project",
            "repo",
            "repository",
            "codebase",
            "code",
            "directory",
            "folder",
            "files",
            "file",
            "tree",
            "here",
            "everywhere",
            "sources",
            "source",
            "dir",
            "place",
            "places",
            "contents");

    /** A name before these is a folder's. */
    static final Set<String> FOLDER_NOUNS =
            Set.of("folder", "directory", "dir", "subfolder", "subdirectory", "path", "folders", "directories");

    /** A kind of file stands before these. */
    static final Set<String> FILE_NOUNS = Set.of(
            "files", "file", "sources", "source", "code", "scripts", "script", "documents", "docs", "modules", "pages");

    /** They follow "in" and mean no folder. */
    static final Set<String> NOT_FOLDERS = Set.of(
            "order",
            "total",
            "general",
            "particular",
            "detail",
            "details",
            "short",
            "english",
            "json",
            "full",
            "turn",
            "it",
            "them",
            "that",
            "there",
            "one",
            "two",
            "place",
            "question",
            "production",
            "case",
            "use",
            "time",
            "which",
            "what",
            "where",
            "addition",
            "lines",
            "words",
            "bytes",
            "brief",
            "summary",
            "table",
            "markdown",
            "text",
            "git",
            "me",
            "seconds",
            "minutes",
            "parallel",
            "report",
            "list",
            "form",
            "history");

    private PlaceWords() {}
}
