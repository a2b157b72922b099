package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{\"read\": [\"**\"], \"write\": []} | read **",
                "{\"read\": [\"a.txt\"], \"write\": [\"a.txt\"]} | write a.txt",
                "{\"read\": [\"**\"], \"write\": [\"a\", \"b\"]} | read **; write a, b",
                "{\"commands\": [[\"sh\", \"report.sh\"], [\"make\"]]} | run `sh report.sh`, `make`",
                "{\"queries\": [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\"]} | queries a, b, c, d, … (6 in all)",
                "{\"repositories\": [\".\"], \"branches\": [\"main\"], \"verbs\": [\"read\"]} | in .; on main; read",
                "{\"arguments\": [{\"properties\": {\"place\": {\"const\": \"Bern\"}}}]}"
                        + " | arguments {\"properties\":{\"place\":{\"const\":\"Bern\"}}}",
                "{\"kinds\": {\"task\": [\"read\"]}} | task read",
                "{\"kinds\": {\"agent\": [\"read\", \"write\"], \"task\": [\"read\"]}} | agent read, write; task read"
            })
    void saysWhatAGrantIsLimitedTo(String scope, String words) {
        assertThat(ScopeWords.of(Json.parse(scope))).isEqualTo(words);
    }
}
