package dev.writ.mcp.conformance;

import dev.writ.mcp.Implementation;
import dev.writ.mcp.engine.Change;
import dev.writ.mcp.engine.Engine;
import dev.writ.mcp.http.Authenticator;
import dev.writ.mcp.http.McpHttp;
import dev.writ.mcp.http.TrustedHosts;
import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.Content;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.Offer;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Prompt;
import dev.writ.mcp.server.PromptMessage;
import dev.writ.mcp.server.Resource;
import dev.writ.mcp.server.ResourceContents;
import dev.writ.mcp.server.ResourceTemplate;
import io.helidon.webserver.WebServer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** The server that the conformance suite speaks to: everything it names, on the engine that Writ itself uses. */
public final class FixtureServer implements AutoCloseable {
    private final WebServer server;
    private final McpHttp http;
    private final Engine engine;

    private FixtureServer(WebServer server, McpHttp http, Engine engine) {
        this.server = server;
        this.http = http;
        this.engine = engine;
    }

    /** @param port 0 for any free one */
    public static FixtureServer start(int port) {
        AtomicReference<Engine> started = new AtomicReference<>();
        Offer offer = new Offer.Fixed(
                Stream.concat(
                                FixtureTools.all(
                                        () -> started.get().changes().tell(new Change.Tools()),
                                        () -> started.get().changes().tell(new Change.Prompts()))
                                        .stream(),
                                FixtureTasks.all().stream())
                        .toList(),
                resources(),
                List.of(template()),
                prompts());
        Engine engine = new Engine(
                new Implementation("fixture", "Fixture of the conformance suite", "1.0.0"),
                "For tests.",
                offer,
                Access.OPEN,
                Engine.freshKey(),
                InstantSource.system());
        started.set(engine);
        McpHttp http = new McpHttp(engine, Authenticator.NOBODY, TrustedHosts.LOOPBACK);
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(port)
                .shutdownHook(false)
                .routing(routing -> routing.register("/mcp", http))
                .build()
                .start();
        return new FixtureServer(server, http, engine);
    }

    public String url() {
        return "http://localhost:" + server.port() + "/mcp";
    }

    @Override
    public void close() {
        engine.close();
        http.close();
        server.stop();
    }

    /** For a run by hand: serves until the process ends. */
    static void main(String[] arguments) throws InterruptedException {
        System.out.println(start(Integer.parseInt(arguments[0])).url());
        Thread.currentThread().join();
    }

    private static List<Resource> resources() {
        return List.of(
                text("test://static-text", "This is the content of the static text resource."),
                new Resource(
                        "test://static-binary",
                        "static-binary",
                        "Static binary",
                        "A picture",
                        "image/png",
                        (uri, exchange) ->
                                Outcome.done(List.of(new ResourceContents.Binary(uri, "image/png", FixtureTools.PNG)))),
                text("test://watched-resource", "Watched resource content"));
    }

    private static Resource text(String uri, String content) {
        return new Resource(
                uri,
                uri.substring(7),
                uri,
                "A text",
                "text/plain",
                (asked, exchange) -> Outcome.done(List.of(new ResourceContents.Text(asked, "text/plain", content))));
    }

    private static ResourceTemplate template() {
        return new ResourceTemplate(
                "test://template/{id}/data", "template", "Template", "By id", "application/json", (uri, exchange) -> {
                    String id = uri.split("/")[3];
                    String json = "{\"id\":\"" + id + "\",\"templateTest\":true,\"data\":\"Data for ID: " + id + "\"}";
                    return Outcome.done(List.of(new ResourceContents.Text(uri, "application/json", json)));
                });
    }

    private static List<Prompt> prompts() {
        return List.of(
                prompt("test_simple_prompt", List.of(), new Content.Text("This is a simple prompt for testing.")),
                new Prompt(
                        "test_prompt_with_arguments",
                        "With arguments",
                        "Two arguments",
                        List.of(
                                new Prompt.Argument("arg1", "First test argument", true),
                                new Prompt.Argument("arg2", "Second test argument", true)),
                        (given, exchange) -> Outcome.done(
                                List.of(PromptMessage.ofUser(new Content.Text("Prompt with arguments: arg1='"
                                        + given.get("arg1") + "', arg2='" + given.get("arg2") + "'"))))),
                new Prompt(
                        "test_prompt_with_embedded_resource",
                        "With a resource",
                        "One resource",
                        List.of(new Prompt.Argument("resourceUri", "URI of the resource to embed", true)),
                        (given, exchange) -> Outcome.done(List.of(
                                PromptMessage.ofUser(new Content.Embedded(new ResourceContents.Text(
                                        given.getOrDefault("resourceUri", ""), "text/plain", "Embedded content."))),
                                PromptMessage.ofUser(
                                        new Content.Text("Please process the embedded resource above."))))),
                prompt("test_prompt_with_image", List.of(), new Content.Image(FixtureTools.PNG, "image/png")),
                new Prompt(
                        "test_input_required_result_prompt",
                        "That asks",
                        "Needs an answer first",
                        List.of(),
                        (given, exchange) -> exchange.answers()
                                .get("user_context")
                                .<Outcome<List<PromptMessage>>>map(answer ->
                                        Outcome.done(List.of(PromptMessage.ofUser(new Content.Text("With context: "
                                                + answer.path("content")
                                                        .path("context")
                                                        .asString(""))))))
                                .orElseGet(() -> Outcome.ask(
                                        "user_context",
                                        InputRequest.form(
                                                "What context should the prompt use?",
                                                FixtureTools.form("context"))))));
    }

    private static Prompt prompt(String name, List<Prompt.Argument> arguments, Content content) {
        return new Prompt(
                name,
                name,
                "Tests " + name,
                arguments,
                (given, exchange) -> Outcome.done(List.of(PromptMessage.ofUser(content))));
    }
}
