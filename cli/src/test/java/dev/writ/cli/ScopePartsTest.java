package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopePartsTest {
    private static List<String> words(String scope) {
        return ScopeParts.of(Json.parse(scope)).parts().stream()
                .map(ScopeParts.Part::words)
                .toList();
    }

    private static String only(String scope, Integer... numbers) {
        return Json.write(ScopeParts.of(Json.parse(scope)).only(Set.of(numbers)));
    }

    @Test
    void aPathThatIsWrittenAndReadIsOnePart() {
        String scope = "{\"read\": [\"a\", \"b\"], \"write\": [\"b\"]}";
        assertThat(words(scope)).containsExactly("read a", "write b");
        assertThat(only(scope, 1)).isEqualTo("{\"read\":[\"a\"],\"write\":[]}");
        assertThat(only(scope, 2)).isEqualTo("{\"read\":[\"b\"],\"write\":[\"b\"]}");
    }

    @Test
    void hostsThatAreNotNamedAreNotAllowed() {
        String scope = "{\"commands\": [[\"make\"], [\"curl\", \"**\"]], \"hosts\": [\"example.org\"]}";
        assertThat(words(scope)).containsExactly("run `make`", "run `curl **`", "hosts example.org");
        assertThat(only(scope, 1)).isEqualTo("{\"commands\":[[\"make\"]],\"hosts\":[]}");
    }

    @Test
    void aHostAloneComesWithTheCommandsThatAreToReachIt() {
        String scope = "{\"commands\": [[\"curl\", \"**\"]], \"hosts\": [\"a.example.org\", \"b.example.org\"]}";
        assertThat(only(scope, 3)).isEqualTo("{\"commands\":[[\"curl\",\"**\"]],\"hosts\":[\"b.example.org\"]}");
    }

    @Test
    void inARepositoryWhatIsNotNamedStaysWhole() {
        String scope = "{\"repositories\": [\".\"], \"branches\": [\"a\", \"b\"], \"verbs\": [\"read\", \"commit\"]}";
        assertThat(words(scope)).containsExactly("in .", "on a", "on b", "read", "commit");
        assertThat(only(scope, 2))
                .isEqualTo("{\"repositories\":[\".\"],\"branches\":[\"a\"],\"verbs\":[\"read\",\"commit\"]}");
    }

    @Test
    void whatWritPinnedItselfIsNoPart() {
        String scope = "{\"queries\": [\"a\", \"b\"], \"pins\": {\"a\": \"x\", \"b\": \"y\"}}";
        assertThat(words(scope)).containsExactly("queries a", "queries b");
        assertThat(only(scope, 2)).isEqualTo("{\"queries\":[\"b\"]}");
    }

    @Test
    void kindsOfEntitiesArePartsWithTheirVerbs() {
        String scope = "{\"kinds\": {\"task\": [\"read\"], \"document\": [\"read\", \"write\"]}}";
        assertThat(words(scope)).hasSize(2);
        assertThat(only(scope, 1)).isEqualTo("{\"kinds\":{\"task\":[\"read\"]}}");
    }
}
