package dev.writ.mcp.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON. What two readers could understand differently is refused: a key given twice, bytes that are not
 * UTF-8, half a surrogate pair, a byte order mark, a number beyond what a double holds, text after the value; so are values deeper than 64
 * levels and numbers longer than 400 digits. RFC 8259 leaves these to the reader.
 */
public final class StrictJson {
    /** Levels of nesting a message may have. */
    public static final int MOST_DEPTH = 64;

    private static final int MOST_DIGITS = 400;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_DEPTH)
                            .maxNumberLength(MOST_DIGITS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StrictJson() {}

    /**
     * Reads one value from UTF-8.
     *
     * @throws MalformedJson where that cannot be done in one way only
     */
    public static JsonNode parse(byte[] utf8) throws MalformedJson {
        if (!Utf8.isText(utf8)) {
            throw new MalformedJson("it is not UTF-8, or holds a NUL");
        }
        if (utf8.length >= 3 && utf8[0] == (byte) 0xEF && utf8[1] == (byte) 0xBB && utf8[2] == (byte) 0xBF) {
            throw new MalformedJson("it begins with a byte order mark");
        }
        try {
            JsonNode value = MAPPER.readTree(utf8);
            if (value.isMissingNode()) {
                throw new MalformedJson("it is empty");
            }
            refuseAmbiguous(value);
            return value;
        } catch (StreamConstraintsException e) {
            throw new MalformedJson("it is nested too deeply, or a number or name in it is too long");
        } catch (JacksonException e) {
            throw new MalformedJson(place(e));
        }
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    /** One line of UTF-8: JSON written without white space holds no line break. */
    public static byte[] bytes(JsonNode value) {
        return MAPPER.writeValueAsBytes(value);
    }

    public static String text(JsonNode value) {
        return MAPPER.writeValueAsString(value);
    }

    /** The same value always as the same text: keys sorted at every depth. */
    public static String canonical(JsonNode value) {
        return text(sorted(value));
    }

    private static JsonNode sorted(JsonNode value) {
        return switch (value) {
            case ObjectNode object -> {
                ObjectNode copy = object();
                object.propertyNames().stream().sorted().forEach(name -> copy.set(name, sorted(object.get(name))));
                yield copy;
            }
            case ArrayNode list -> {
                ArrayNode copy = array();
                list.forEach(element -> copy.add(sorted(element)));
                yield copy;
            }
            default -> value;
        };
    }

    private static void refuseAmbiguous(JsonNode value) throws MalformedJson {
        switch (value) {
            case ObjectNode object -> {
                for (String name : object.propertyNames()) {
                    refuseHalfPairs(name);
                    refuseAmbiguous(object.get(name));
                }
            }
            case ArrayNode list -> {
                for (JsonNode element : list) {
                    refuseAmbiguous(element);
                }
            }
            default -> {
                if (value.isString()) {
                    refuseHalfPairs(value.stringValue());
                } else if (value.isFloatingPointNumber() && !Double.isFinite(value.doubleValue())) {
                    throw new MalformedJson("a number in it is too large");
                }
            }
        }
    }

    private static void refuseHalfPairs(String text) throws MalformedJson {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new MalformedJson("a text in it holds half a surrogate pair");
            }
        }
    }

    private static String place(JacksonException e) {
        String what = e.getOriginalMessage().startsWith("Duplicate") ? "a key is given twice" : "it is not JSON";
        return what + " (line " + e.getLocation().getLineNr() + ", column "
                + e.getLocation().getColumnNr() + ")";
    }
}
