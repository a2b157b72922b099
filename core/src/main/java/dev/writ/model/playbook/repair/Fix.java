package dev.writ.model.playbook.repair;

import java.util.List;

/** What may put a failure right. */
public sealed interface Fix {
    /** One sentence: why it fails. */
    String cause();

    /**
     * Another content for a file.
     *
     * @param what one sentence: what is changed
     */
    record Change(String cause, String path, String before, String after, String what) implements Fix {}

    /** The command can run in another way, and no file needs to change. */
    record OtherCommand(String cause, List<String> argv) implements Fix {}
}
