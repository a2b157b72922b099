package dev.writ.tool.file;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** How a file turns text into bytes. */
enum TextEncoding {
    UTF_8("UTF-8", StandardCharsets.UTF_8, ""),
    UTF_8_MARKED("UTF-8 with BOM", StandardCharsets.UTF_8, "\u00EF\u00BB\u00BF"),
    UTF_16_BE("UTF-16BE", StandardCharsets.UTF_16BE, "\u00FE\u00FF"),
    UTF_16_LE("UTF-16LE", StandardCharsets.UTF_16LE, "\u00FF\u00FE"),
    ISO_8859_1("ISO-8859-1", StandardCharsets.ISO_8859_1, "");

    private final String label;
    private final Charset charset;
    /** One character for each byte. */
    private final String mark;

    TextEncoding(String label, Charset charset, String mark) {
        this.label = label;
        this.charset = charset;
        this.mark = mark;
    }

    /** As shown to callers. */
    String label() {
        return label;
    }

    /** Bytes at the start of the file that say what it is. */
    int markLength() {
        return mark.length();
    }

    /** Whether every newline is the byte 10 and nothing else is. */
    boolean hasByteLines() {
        return this != UTF_16_BE && this != UTF_16_LE;
    }

    /** The encoding a byte order mark at the start says; empty without one. */
    static Optional<TextEncoding> marked(byte[] start) {
        return Arrays.stream(values())
                .filter(encoding -> !encoding.mark.isEmpty() && encoding.isAtStartOf(start))
                .findFirst();
    }

    private boolean isAtStartOf(byte[] bytes) {
        byte[] start = Arrays.copyOf(bytes, Math.min(mark.length(), bytes.length));
        return Arrays.equals(markBytes(), start);
    }

    private byte[] markBytes() {
        return mark.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The text of these bytes, which follow the mark; empty where they are not of this encoding. */
    Optional<String> decode(byte[] bytes, int from) {
        try {
            return Optional.of(charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, from, bytes.length - from))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** A whole file with this text; empty where the encoding cannot express it. */
    Optional<byte[]> encode(String text) {
        return encodePart(text).map(bytes -> {
            byte[] file = Arrays.copyOf(markBytes(), mark.length() + bytes.length);
            System.arraycopy(bytes, 0, file, mark.length(), bytes.length);
            return file;
        });
    }

    /** The text without a mark, to be put after what is there. */
    Optional<byte[]> encodePart(String text) {
        try {
            ByteBuffer bytes = charset.newEncoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .encode(CharBuffer.wrap(text));
            byte[] part = new byte[bytes.remaining()];
            bytes.get(part);
            return Optional.of(part);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
