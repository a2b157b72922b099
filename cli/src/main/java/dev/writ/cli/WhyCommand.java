package dev.writ.cli;

import dev.writ.Json;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code writ why}: how the decision on a call comes about, step by step. Runs nothing. */
@Command(
        name = "why",
        description = "Explain why a call is allowed or denied: a recorded one, or one that a task might make.",
        mixinStandardHelpOptions = true)
final class WhyCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Parameters(index = "0", paramLabel = "TASK|CALL", description = "A task; or alone, a recorded call.")
    String subject = "";

    @Parameters(index = "1", paramLabel = "OPERATION", arity = "0..1", description = "Such as file_edit.write_file.")
    String operation = "";

    @Parameters(
            index = "2",
            paramLabel = "JSON",
            arity = "0..1",
            description = "Arguments; without them it is about the operation as such.")
    String arguments = "";

    @Override
    public Integer call() {
        return Session.with(options, api -> print(operation.isEmpty() ? recorded(api) : asked(api)));
    }

    private JsonNode recorded(Api api) {
        return api.get("/why?call=" + Paths.encode(subject));
    }

    private JsonNode asked(Api api) {
        ObjectNode body = Json.object().put("task", subject).put("operation", operation);
        if (!arguments.isEmpty()) {
            body.set("arguments", Json.parseObject(arguments));
        }
        return api.post("/why", body);
    }

    private void print(JsonNode why) {
        if (options.format() == OutputFormat.TABLE) {
            new WhyText(options.terminal()).print(why);
        } else {
            Listing.printOne(options.terminal(), options.format(), why);
        }
    }
}
