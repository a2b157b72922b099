package dev.writ.cli.completion;

import java.util.List;

/** What can stand at a place of the command line. */
sealed interface Wanted {
    /** Anything; nothing is offered. */
    record Text() implements Wanted {}

    /** A file. */
    record File() implements Wanted {}

    /** A folder. */
    record Folder() implements Wanted {}

    /** One of these. */
    record OneOf(List<String> words) implements Wanted {
        public OneOf {
            words = List.copyOf(words);
        }
    }

    /** What the server knows of this kind, for instance {@code task}. */
    record Known(String kind) implements Wanted {}
}
