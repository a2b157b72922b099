package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.writ.Json;
import dev.writ.WritException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ArgumentValidatorTest {
    private static final ObjectNode SCHEMA = Json.parseObject("""
            {"type": "object", "additionalProperties": false, "required": ["path"],
             "properties": {
               "path": {"type": "string", "minLength": 1, "maxLength": 5},
               "mode": {"enum": ["create", "append"]},
               "limit": {"type": "integer", "minimum": 1, "maximum": 10},
               "name": {"type": "string", "pattern": "^[a-z]+$"},
               "edits": {"type": "array", "minItems": 1, "maxItems": 2, "uniqueItems": true,
                         "items": {"type": "object", "required": ["old_text"],
                                   "additionalProperties": false,
                                   "properties": {"old_text": {"type": ["string", "null"]}}}}}}""");

    private final ArgumentValidator validator = ArgumentValidator.compile(SCHEMA);

    @Test
    void findsNoMistakeInArgumentsThatFit() {
        assertThat(validator.firstMistake(Json.parse("""
                {"path": "src", "mode": "append", "limit": 10, "edits": [{"old_text": null}]}"""))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                    | The arguments object lacks the required property 'path'.
            {"path": "a", "pth": 1}               | The arguments object has the unknown property 'pth'.
            {"path": 7}                           | The argument /path must be string, not number.
            {"path": null}                        | The argument /path must be string, not null.
            {"path": ""}                          | The argument /path must have at least 1 characters.
            {"path": "abcdef"}                    | The argument /path must have at most 5 characters.
            {"path": "a", "mode": "x"}            | The argument /mode must be one of create, append.
            {"path": "a", "limit": 0}             | The argument /limit must be at least 1.
            {"path": "a", "limit": 11}            | The argument /limit must be at most 10.
            {"path": "a", "limit": 1.5}           | The argument /limit must be integer, not number.
            {"path": "a", "limit": "1"}           | The argument /limit must be integer, not string.
            {"path": "a", "name": "A"}            | The argument /name must match the pattern ^[a-z]+$.
            {"path": "a", "edits": []}            | The argument /edits must have at least 1 elements.
            {"path": "a", "edits": [{}]}          | The argument /edits/0 lacks the required property 'old_text'.
            {"path": "a", "edits": [{"old_text": 1}]} | The argument /edits/0/old_text must be string, null, not number.
            {"path": "a", "edits": [{"old_text": "a"}, {"old_text": "a"}]} | The argument /edits must not hold the same element twice.
            {"path": 7, "limit": 0}               | The argument /path must be string, not number (and 1 more mistake).
            """)
    void namesThePlaceAndWhatWasExpected(String arguments, String sentence) {
        assertThat(validator.firstMistake(Json.parse(arguments))).contains(sentence);
    }

    @Test
    void aSentenceStaysOneShortLineWhateverTheCallerSends() {
        ObjectNode arguments = Json.object().put("path", "a").put("x\n\u001b[31m" + "y".repeat(10_000), 1);

        assertThat(validator.firstMistake(arguments).orElseThrow())
                .hasSizeLessThan(400)
                .doesNotContain("\n")
                .doesNotContain("\u001b");
    }

    @Test
    @ResourceLock(Resources.LOCALE)
    void speaksEnglishEverywhere() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            ArgumentValidator other = ArgumentValidator.compile(Json.parseObject("{\"multipleOf\": 5}"));
            assertThat(other.firstMistake(Json.parse("7")).orElseThrow()).contains("must be multiple of 5");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"$ref\": \"file:///etc/hostname\"}",
                "{\"$ref\": \"other.json\"}",
                "{\"$ref\": \"classpath:draft/2020-12/schema\"}",
                "{\"properties\": {\"a\": {\"items\": {\"$dynamicRef\": \"urn:x\"}}}}",
                "{\"$schema\": \"http://json-schema.org/draft-07/schema#\"}",
                "{\"$ref\": \"#/$defs/missing\"}",
                "{\"type\": \"strnig\"}",
                "{\"pattern\": \"(\"}",
            })
    void refusesSchemasThatCannotBeUsedAlone(String schema) {
        assertThatThrownBy(() -> ArgumentValidator.compile(Json.parseObject(schema)))
                .isInstanceOf(WritException.class)
                .hasMessageContaining("invalid_arguments");
    }

    @Test
    void neverFetchesASchemaFromTheNetwork() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, 2);
            exchange.getResponseBody().write("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        String address = "http://127.0.0.1:" + server.getAddress().getPort() + "/schema.json";
        try {
            for (String keyword : new String[] {"$ref", "$schema", "$dynamicRef"}) {
                ObjectNode schema = Json.object().put(keyword, address);
                assertThatThrownBy(() -> ArgumentValidator.compile(schema)).isInstanceOf(WritException.class);
            }
            ArgumentValidator.compile(Json.object().put("$id", address)).firstMistake(Json.object());
            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void referencesWithinTheSchemaWork() {
        ArgumentValidator tree = ArgumentValidator.compile(Json.parseObject("""
                {"$ref": "#/$defs/node",
                 "$defs": {"node": {"type": "object", "additionalProperties": false,
                                    "properties": {"child": {"$ref": "#/$defs/node"}}}}}"""));

        assertThat(tree.firstMistake(Json.parse("{\"child\": {\"child\": {}}}")))
                .isEmpty();
        assertThat(tree.firstMistake(Json.parse("{\"child\": {\"child\": 1}}")).orElseThrow())
                .contains("/child/child");
    }

    @Test
    void aSchemaThatMultipliesItselfEndsInAMistakeInsteadOfUsingUpTheMachine() {
        ObjectNode definitions = Json.object();
        int levels = 40;
        for (int i = 0; i < levels; i++) {
            String next = "{\"$ref\": \"#/$defs/d" + (i + 1) + "\"}";
            definitions.set("d" + i, Json.parse("{\"allOf\": [" + next + ", " + next + "]}"));
        }
        definitions.set("d" + levels, Json.parse("{\"type\": \"object\"}"));
        ObjectNode schema = Json.object().put("$ref", "#/$defs/d0");
        schema.set("$defs", definitions);

        ArgumentValidator validator = ArgumentValidator.compile(schema);

        assertThat(validator.firstMistake(Json.object())).isPresent();
    }
}
