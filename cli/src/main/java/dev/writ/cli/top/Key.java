package dev.writ.cli.top;

import java.util.ArrayList;
import java.util.List;

/** A key that was pressed. */
public sealed interface Key {
    /** A key with a name. */
    enum Named implements Key {
        UP,
        DOWN,
        PAGE_UP,
        PAGE_DOWN,
        HOME,
        END,
        ENTER,
        ESCAPE,
        TAB,
        BACKSPACE,
        INTERRUPT,
        STOP,
        REDRAW,
        /** One that means nothing here. */
        OTHER
    }

    /** A character. */
    record Typed(int character) implements Key {}

    /** What these characters of a terminal say (ECMA-48 control sequences, and the rest as it is). */
    static List<Key> of(String characters) {
        List<Key> keys = new ArrayList<>();
        int[] text = characters.codePoints().toArray();
        int at = 0;
        while (at < text.length) {
            boolean sequence = text[at] == 0x1B && at + 1 < text.length && (text[at + 1] == '[' || text[at + 1] == 'O');
            if (sequence) {
                int end = at + 2;
                while (end < text.length && (text[end] < 0x40 || text[end] > 0x7E)) {
                    end++;
                }
                keys.add(named(new String(text, at + 2, Math.min(end + 1, text.length) - at - 2)));
                at = end + 1;
            } else {
                keys.add(single(text[at]));
                at++;
            }
        }
        return keys;
    }

    private static Key named(String sequence) {
        return switch (sequence) {
            case "A" -> Named.UP;
            case "B" -> Named.DOWN;
            case "5~" -> Named.PAGE_UP;
            case "6~" -> Named.PAGE_DOWN;
            case "H", "1~", "7~" -> Named.HOME;
            case "F", "4~", "8~" -> Named.END;
            default -> Named.OTHER;
        };
    }

    private static Key single(int character) {
        return switch (character) {
            case 3 -> Named.INTERRUPT;
            case 9 -> Named.TAB;
            case 10, 13 -> Named.ENTER;
            case 12 -> Named.REDRAW;
            case 26 -> Named.STOP;
            case 27 -> Named.ESCAPE;
            case 8, 127 -> Named.BACKSPACE;
            default -> character < ' ' ? Named.OTHER : new Typed(character);
        };
    }
}
