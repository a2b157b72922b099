package dev.writ.cli;

import dev.writ.Json;

/**
 * Words of agents and of tools, which are data: in quotes and on one line, so that they can't pass for a line of Writ's own,
 * with what is not seen written out.
 */
final class Quoted {
    private static final int LONGEST = 4_000;

    private Quoted() {}

    static String of(String text) {
        boolean cut = text.length() > LONGEST;
        StringBuilder shown = new StringBuilder();
        Json.write(Json.array().stringNode(cut ? text.substring(0, LONGEST) : text))
                .codePoints()
                .forEach(c -> {
                    if (isSeen(c)) {
                        shown.appendCodePoint(c);
                    } else {
                        for (char half : Character.toChars(c)) {
                            shown.append("\\u%04X".formatted((int) half));
                        }
                    }
                });
        return shown + (cut ? " and " + (text.length() - LONGEST) + " more characters" : "");
    }

    private static boolean isSeen(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
