package dev.writ;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The one JSON mapper: strict about duplicate keys, trailing text, depth and size. */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(100)
                            .maxNumberLength(400)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    public static JsonMapper mapper() {
        return MAPPER;
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    public static ArrayNode array() {
        return MAPPER.createArrayNode();
    }

    public static ArrayNode array(List<String> texts) {
        ArrayNode array = MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array;
    }

    /**
     * Reads one JSON value.
     *
     * @throws WritException with {@code invalid_json} and the place of the first mistake
     */
    public static JsonNode parse(String text) {
        try {
            JsonNode value = MAPPER.readTree(text);
            if (value.isMissingNode()) {
                throw new WritException(
                        FailureCode.INVALID_JSON, "The text is empty, not JSON.", "Send one JSON value.");
            }
            return value;
        } catch (JacksonException e) {
            throw new WritException(
                    new Failure(
                            FailureCode.INVALID_JSON,
                            "The text is not valid JSON: " + e.getOriginalMessage() + ".",
                            "Send one JSON value, with each key once."),
                    e);
        }
    }

    /** Reads one JSON object; as {@link #parse} otherwise. */
    public static ObjectNode parseObject(String text) {
        if (parse(text) instanceof ObjectNode object) {
            return object;
        }
        throw new WritException(
                FailureCode.INVALID_JSON, "A JSON object was expected.", "Send an object, as in {\"path\": \"src\"}.");
    }

    /** Reads one JSON value into a record. */
    public static <T> T parse(String text, Class<T> type) {
        return convert(parse(text), type);
    }

    /** Turns a JSON value into a record. */
    public static <T> T convert(JsonNode node, Class<T> type) {
        try {
            return MAPPER.treeToValue(node, type);
        } catch (JacksonException e) {
            throw new WritException(
                    new Failure(
                            FailureCode.INVALID_ARGUMENTS,
                            "The value does not have the expected form: " + e.getOriginalMessage() + ".",
                            "Compare it with the schema."),
                    e);
        }
    }

    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    public static String write(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    public static String writePretty(Object value) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
    }

    /** The same value always as the same text: keys sorted at every depth, no white space. */
    public static String canonical(JsonNode node) {
        return write(sorted(node));
    }

    private static JsonNode sorted(JsonNode node) {
        return switch (node) {
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
            default -> node;
        };
    }
}
