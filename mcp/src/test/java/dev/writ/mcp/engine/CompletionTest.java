package dev.writ.mcp.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Completer;
import dev.writ.mcp.server.Offer;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Prompt;
import dev.writ.mcp.server.Resource;
import dev.writ.mcp.server.ResourceTemplate;
import dev.writ.mcp.server.Tool;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CompletionTest {
    private final TestingEngine server = new TestingEngine(new Numbers(), Access.OPEN);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'ref/prompt','name':'count'}", "{'type':'ref/resource','uri':'n://{n}'}"})
    void proposesWhatGoesOnAsItBegan(String reference) throws InterruptedException {
        JsonNode completion = complete(reference, "'name':'n','value':'14'");
        assertThat(completion.path("values").valueStream().map(JsonNode::asString))
                .containsExactly("14", "140", "141", "142", "143", "144", "145", "146", "147", "148", "149");
        assertThat(completion.path("hasMore").asBoolean()).isFalse();
    }

    @Test
    void namesAHundredAtMostAndSaysHowManyThereAre() throws InterruptedException {
        JsonNode completion = complete("{'type':'ref/prompt','name':'count'}", "'name':'n','value':''");
        assertThat(completion.path("values").size()).isEqualTo(100);
        assertThat(completion.path("total").asInt()).isEqualTo(150);
        assertThat(completion.path("hasMore").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'ref/prompt','name':'other'}", "{'type':'ref/tool','name':'x'}", "{}", "5"})
    void aReferenceToNothingIsRefused(String reference) {
        assertThatThrownBy(() -> complete(reference, "'name':'n','value':''"))
                .isInstanceOf(dev.writ.mcp.rpc.RpcException.class);
    }

    private JsonNode complete(String reference, String argument) throws InterruptedException {
        return server.modern("completion/complete", "{'ref':" + reference + ",'argument':{" + argument + "}}")
                .path("completion");
    }

    /** A prompt and a template whose argument is one of 150 numbers. */
    private static final class Numbers implements Offer {
        @Override
        public List<Tool> tools() {
            return List.of();
        }

        @Override
        public Optional<Tool> tool(String name) {
            return Optional.empty();
        }

        @Override
        public List<Resource> resources(Caller caller) {
            return List.of();
        }

        @Override
        public List<ResourceTemplate> templates() {
            return List.of(new ResourceTemplate(
                    "n://{n}", "n", "n", "n", "text/plain", (uri, exchange) -> Outcome.done(List.of())));
        }

        @Override
        public List<Prompt> prompts() {
            return List.of(
                    new Prompt("count", "count", "count", List.of(), (given, exchange) -> Outcome.done(List.of())));
        }

        @Override
        public Completer completer() {
            return (reference, argument, begun) -> IntStream.range(0, 150)
                    .mapToObj(Integer::toString)
                    .filter(number -> number.startsWith(begun))
                    .toList();
        }
    }
}
