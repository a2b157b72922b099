package dev.writ.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Names of directory entries. The kernel's names are bytes; here they are text in which a byte that is not UTF-8 stands
 * as a lone surrogate U+DC80 to U+DCFF, so that every name survives the way there and back (the scheme of Python's PEP
 * 383).
 */
public final class FileName {
    /** Longest name a Linux file system takes, in bytes. */
    public static final int MOST_BYTES = 255;

    private FileName() {}

    static String decode(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            if (!result.isError()) {
                return out.flip().toString();
            }
            for (int i = 0; i < result.length(); i++) {
                out.put((char) (0xDC00 + (in.get() & 0xff)));
            }
            decoder.reset();
        }
    }

    static byte[] encode(String name) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
        name.codePoints().forEach(point -> {
            if (point >= 0xDC80 && point <= 0xDCFF) {
                bytes.write(point - 0xDC00);
            } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        });
        return bytes.toByteArray();
    }

    /** What is wrong with a name that a user or a model wrote, as the end of a sentence; empty for a usable one. */
    public static Optional<String> objection(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            return Optional.of("is not a name");
        }
        Optional<String> character = name.codePoints()
                .filter(FileName::isHarmful)
                .mapToObj(point -> "holds the character U+%04X, which could hide what it says".formatted(point))
                .findFirst();
        if (character.isPresent()) {
            return character;
        }
        return encode(name).length > MOST_BYTES
                ? Optional.of("is longer than " + MOST_BYTES + " bytes")
                : Optional.empty();
    }

    /** A name as it may be shown: characters that could deceive a reader appear as escapes. */
    public static String shown(String name) {
        if (name.codePoints().noneMatch(FileName::isHarmful)) {
            return name;
        }
        StringBuilder text = new StringBuilder();
        name.codePoints().forEach(point -> {
            if (!isHarmful(point)) {
                text.appendCodePoint(point);
            } else if (point >= 0xDC80 && point <= 0xDCFF) {
                text.append("\\x%02x".formatted(point - 0xDC00));
            } else {
                text.append("\\u{%x}".formatted(point));
            }
        });
        return text.toString();
    }

    /** Control characters, what turns the direction of writing, what is invisible, and what is no character at all. */
    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            // A joiner is part of many emoji and of Persian and Indic words.
            case Character.FORMAT -> point != 0x200C && point != 0x200D;
            default -> false;
        };
    }
}
