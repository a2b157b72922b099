package dev.writ.bench;

/**
 * The rules that every engine is given: each task may read files below one folder and write files below it, which makes
 * two assignments a task.
 *
 * @param assignments how many there are
 */
record Rules(int assignments) {
    private static final int FOLDERS = 1_000;

    /** What may be done to a file, as tool and operation. */
    enum Verb {
        READ("file_system_listing", "read_file"),
        WRITE("file_edit", "write_file");

        private final String tool;
        private final String operation;

        Verb(String tool, String operation) {
            this.tool = tool;
            this.operation = operation;
        }

        String tool() {
            return tool;
        }

        String operation() {
            return operation;
        }

        String id() {
            return tool + "." + operation;
        }
    }

    int tasks() {
        return assignments / Verb.values().length;
    }

    static String task(int number) {
        return "task_%020d".formatted(number);
    }

    static String folder(int task) {
        return "src/module" + task % FOLDERS;
    }
}
