package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class StoredArgumentsTest {
    @Test
    void theSameArgumentsInAnotherOrderHaveTheSameHash() {
        assertThat(stored("{\"a\": 1, \"b\": {\"c\": 2, \"d\": 3}}").hash())
                .isEqualTo(stored("{\"b\": {\"d\": 3, \"c\": 2}, \"a\": 1}").hash())
                .isNotEqualTo(stored("{\"a\": 1, \"b\": {\"c\": 2, \"d\": 4}}").hash())
                .matches("[0-9a-f]{64}");
    }

    @Test
    void secretsAreTakenOutAtAnyDepthAndInNames() {
        assertThat(stored("{\"a\": [{\"b\": \"--password=hunter2\"}], \"hunter2\": 1}")
                        .redacted())
                .isEqualTo("{\"a\":[{\"b\":\"--password=[redacted]\"}],\"[redacted]\":1}");
    }

    @Test
    void textsUnderASecretNameAreTakenOutWhole() {
        assertThat(stored("{\"api_key\": \"abc\", \"Authorization\": \"x\", \"max_tokens\": 5, \"path\": \"p\"}")
                        .redacted())
                .isEqualTo(
                        "{\"api_key\":\"[redacted]\",\"Authorization\":\"[redacted]\",\"max_tokens\":5,\"path\":\"p\"}");
    }

    @Test
    void aSecretAcrossTheCutDoesNotShow() {
        ObjectNode arguments = Json.object().put("text", "x".repeat(1_996) + "hunter2" + "y".repeat(3_000));

        assertThat(StoredArguments.of(arguments, StoredArgumentsTest::redact).redacted())
                .doesNotContain("hunt");
    }

    @Test
    void longTextsAreCutWithoutBreakingACharacter() {
        ObjectNode arguments = Json.object().put("text", "x".repeat(1_998) + "😀".repeat(2_000));
        String kept = Json.parse(StoredArguments.of(arguments, StoredArgumentsTest::redact)
                        .redacted())
                .path("text")
                .asString("");

        assertThat(kept).hasSize(1_999).endsWith("x…");
    }

    @Test
    void aLargeWholeIsLeftOut() {
        ObjectNode arguments = Json.object();
        for (int i = 0; i < 10_000; i++) {
            arguments.put("name_" + i, "value");
        }
        StoredArguments stored = StoredArguments.of(arguments, StoredArgumentsTest::redact);

        assertThat(stored.redacted()).isEqualTo("{\"left_out_bytes\":" + stored.bytes() + "}");
    }

    private static String redact(String text) {
        return text.replace("hunter2", "[redacted]");
    }

    private static StoredArguments stored(String json) {
        return StoredArguments.of(Json.parseObject(json), StoredArgumentsTest::redact);
    }
}
