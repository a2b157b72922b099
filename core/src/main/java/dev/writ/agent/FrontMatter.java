package dev.writ.agent;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A text file that begins with YAML between two lines of {@code ---}.
 *
 * @param body what follows, without surrounding space
 */
record FrontMatter(String file, ObjectNode head, String body) {
    private static final YAMLMapper YAML = YAMLMapper.builder().build();
    private static final String LINE = "---";

    /** @throws WritException with {@code invalid_arguments} naming the file and what is wrong with it */
    static FrontMatter parse(String file, String text) {
        String plain = text.replace("\r\n", "\n");
        int end = plain.indexOf("\n" + LINE + "\n", LINE.length());
        if (!plain.startsWith(LINE + "\n") || end < 0) {
            throw wrong(file, "does not begin with settings between two lines of ---");
        }
        try {
            JsonNode head = YAML.readTree(plain.substring(LINE.length() + 1, end + 1));
            if (head instanceof ObjectNode object) {
                return new FrontMatter(
                        file, object, plain.substring(end + LINE.length() + 2).strip());
            }
            throw wrong(file, "has settings that are no list of names and values");
        } catch (JacksonException e) {
            throw wrong(file, "has settings that are not valid YAML (" + e.getOriginalMessage() + ")");
        }
    }

    String text(String name) {
        JsonNode value = head.path(name);
        if (!value.isString() || value.stringValue().isBlank()) {
            throw wrong(file, "lacks the text \"" + name + "\"");
        }
        return value.stringValue().strip();
    }

    int positive(String name) {
        JsonNode value = head.path(name);
        if (!value.isInt() || value.intValue() < 1) {
            throw wrong(file, "lacks \"" + name + "\" as a number of 1 or more");
        }
        return value.intValue();
    }

    WritException wrong(String problem) {
        return wrong(file, problem);
    }

    static WritException wrong(String file, String problem) {
        return new WritException(new Failure(
                FailureCode.INVALID_ARGUMENTS,
                "The file " + file + " " + problem + ".",
                "Compare it with the other files beside it."));
    }
}
