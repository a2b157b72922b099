package dev.writ.mcp.engine;

import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Exchange;
import dev.writ.mcp.server.LongWork;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Prompt;
import dev.writ.mcp.server.PromptMessage;
import dev.writ.mcp.server.Resource;
import dev.writ.mcp.server.ResourceContents;
import dev.writ.mcp.server.Tool;
import dev.writ.mcp.server.ToolResult;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The methods that both eras have. */
final class Methods {
    private static final System.Logger LOG = System.getLogger(Methods.class.getName());
    private static final int MOST_COMPLETIONS = 100;

    private final Guarded guarded;

    Methods(Guarded guarded) {
        this.guarded = guarded;
    }

    /** @throws RpcException for an error that is the answer, {@code methodNotFound} among them */
    Outcome<ObjectNode> answer(String method, ObjectNode params, Exchange exchange) throws InterruptedException {
        return switch (method) {
            case "tools/list" -> Outcome.done(Page.of("tools", guarded.tools(exchange.caller()), params));
            case "tools/call" -> call(params, exchange);
            case "resources/list" -> Outcome.done(Page.of("resources", guarded.resources(exchange.caller()), params));
            case "resources/templates/list" ->
                Outcome.done(Page.of("resourceTemplates", guarded.templates(exchange.caller()), params));
            case "resources/read" -> read(params, exchange);
            case "prompts/list" -> Outcome.done(Page.of("prompts", guarded.prompts(exchange.caller()), params));
            case "prompts/get" -> prompt(params, exchange);
            case "completion/complete" -> Outcome.done(complete(params, exchange));
            default -> throw RpcException.methodNotFound(method);
        };
    }

    private Outcome<ObjectNode> call(ObjectNode params, Exchange exchange) throws InterruptedException {
        String name = text(params, "name");
        Tool tool = guarded.tool(exchange.caller(), name)
                .orElseThrow(() -> RpcException.invalidParams("There is no tool '" + name + "'."));
        JsonNode given = params.path("arguments");
        if (!given.isMissingNode() && !given.isObject()) {
            throw RpcException.invalidParams("The arguments must be an object.");
        }
        ObjectNode arguments = given instanceof ObjectNode object ? object : StrictJson.object();
        guarded.checkUse(exchange.caller(), tool, arguments);
        Optional<String> mistake = tool.mistakeIn(arguments);
        if (mistake.isPresent()) {
            return Outcome.done(ToolResult.failure("The arguments do not fit the tool's input schema. " + mistake.get())
                    .json());
        }
        return run(tool, arguments, handling -> tool.handler().call(arguments, handling), exchange)
                .map(ToolResult::json);
    }

    /** Does one stretch of a call's work; what goes on later is looked after in the same way then. */
    private Outcome<ToolResult> run(Tool tool, ObjectNode arguments, LongWork<ToolResult> work, Exchange exchange)
            throws InterruptedException {
        Outcome<ToolResult> outcome;
        try {
            outcome = work.proceed(exchange);
        } catch (RpcException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "The tool '" + tool.key() + "' failed unexpectedly.", e);
            return Outcome.done(ToolResult.failure("The tool failed unexpectedly; the server's log says why."));
        }
        return switch (outcome) {
            case Outcome.Done<ToolResult>(ToolResult result) -> {
                tool.mistakeIn(result).ifPresent(mistake -> withhold(tool, mistake));
                yield outcome;
            }
            case Outcome.NeedsInput<ToolResult> needs -> needs;
            case Outcome.GoesOn<ToolResult>(LongWork<ToolResult> more, boolean onlyAsTask) ->
                new Outcome.GoesOn<>(
                        later -> {
                            // Perhaps much later: what was allowed then need not be so now.
                            guarded.checkUse(later.caller(), tool, arguments);
                            return run(tool, arguments, more, later);
                        },
                        onlyAsTask);
        };
    }

    private static void withhold(Tool tool, String mistake) {
        LOG.log(Level.ERROR, "A result of the tool ''{0}'' does not fit its schema: {1}", tool.key(), mistake);
        throw RpcException.of(RpcError.INTERNAL, "The tool's result does not fit its output schema and is withheld.");
    }

    private Outcome<ObjectNode> read(ObjectNode params, Exchange exchange) throws InterruptedException {
        String uri = text(params, "uri");
        Resource resource = guarded.resource(exchange.caller(), uri).orElseThrow(() -> new ResourceNotFound(uri));
        guarded.checkUse(exchange.caller(), resource, StrictJson.object());
        return resource.reader().read(uri, exchange).map(Methods::contents);
    }

    private Outcome<ObjectNode> prompt(ObjectNode params, Exchange exchange) throws InterruptedException {
        String name = text(params, "name");
        Prompt prompt = seenPrompt(exchange.caller(), name);
        Map<String, String> arguments = new LinkedHashMap<>();
        JsonNode given = params.path("arguments");
        for (Prompt.Argument argument : prompt.arguments()) {
            JsonNode value = given.path(argument.name());
            if (value.isString()) {
                arguments.put(argument.name(), value.stringValue());
            } else if (argument.required() || !value.isMissingNode()) {
                throw RpcException.invalidParams("The argument '" + argument.name() + "' must be a text.");
            }
        }
        guarded.checkUse(exchange.caller(), prompt, StrictJson.object());
        return prompt.writer().write(arguments, exchange).map(messages -> messages(prompt, messages));
    }

    private Prompt seenPrompt(Caller caller, String name) {
        return guarded.prompt(caller, name)
                .orElseThrow(() -> RpcException.invalidParams("There is no prompt '" + name + "'."));
    }

    private ObjectNode complete(ObjectNode params, Exchange exchange) {
        JsonNode reference = params.path("ref");
        JsonNode argument = params.path("argument");
        String type = reference.path("type").asString("");
        String name = text(argument, "name");
        String begun = text(argument, "value");
        List<String> fitting =
                switch (type) {
                    case "ref/prompt" ->
                        guarded.complete(seenPrompt(exchange.caller(), text(reference, "name")), name, begun);
                    case "ref/resource" ->
                        guarded.completeTemplate(exchange.caller(), text(reference, "uri"), name, begun);
                    default -> throw RpcException.invalidParams("The ref must be of type ref/prompt or ref/resource.");
                };
        ObjectNode result = StrictJson.object();
        ObjectNode completion = result.putObject("completion");
        ArrayNode values = completion.putArray("values");
        fitting.stream().limit(MOST_COMPLETIONS).forEach(values::add);
        completion.put("total", fitting.size()).put("hasMore", fitting.size() > MOST_COMPLETIONS);
        return result;
    }

    private static ObjectNode contents(List<ResourceContents> parts) {
        ObjectNode result = StrictJson.object();
        parts.stream().map(ResourceContents::json).forEach(result.putArray("contents")::add);
        return result;
    }

    private static ObjectNode messages(Prompt prompt, List<PromptMessage> messages) {
        ObjectNode result = StrictJson.object().put("description", prompt.description());
        messages.stream().map(PromptMessage::json).forEach(result.putArray("messages")::add);
        return result;
    }

    /** @throws RpcException where it is missing */
    static String text(JsonNode object, String field) {
        JsonNode value = object.path(field);
        if (!value.isString()) {
            throw RpcException.invalidParams("'" + field + "' must be a text.");
        }
        return value.stringValue();
    }
}
