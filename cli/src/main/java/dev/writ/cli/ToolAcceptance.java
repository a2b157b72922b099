package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * Lets a person accept the definition that a tool has now: shows what changed, asks, and accepts exactly what was shown.
 *
 * @param person gives the answer to a question; empty where nobody can be asked
 */
record ToolAcceptance(Terminal terminal, Api api, Optional<UnaryOperator<String>> person) {
    static ToolAcceptance on(Terminal terminal, Api api) {
        return new ToolAcceptance(
                terminal,
                api,
                terminal.isInteractive() ? Optional.of(text -> Keyboard.ask(terminal, text)) : Optional.empty());
    }

    /**
     * The tool as it stands afterwards; empty where nothing was accepted.
     *
     * @param yes whether the answer is known to be yes
     * @param looked hash of the definition that was looked at before; empty for the one that is shown now
     * @throws WritException with {@code conflict} where it is another definition by now, with {@code invalid_arguments}
     *     where nobody can be asked
     */
    Optional<JsonNode> accept(String name, boolean yes, String looked) {
        String path = "/tools/" + Paths.name(name);
        JsonNode pin = api.get(path + "/pin");
        String offered = pin.path("offered").asString();
        if (pin.path("status").asString().equals("active")
                && pin.path("accepted").asString().equals(offered)) {
            terminal.message("The tool " + name + " is accepted as it is; there is nothing to do.");
            return Optional.empty();
        }
        show(name, pin);
        if (!yes && !agrees()) {
            terminal.message("Nothing was accepted.");
            return Optional.empty();
        }
        JsonNode accepted =
                api.post(path + "/accept", Json.object().put("definition", looked.isEmpty() ? offered : looked));
        terminal.message("Accepted " + name + ".");
        return Optional.of(accepted);
    }

    private boolean agrees() {
        return person.orElseThrow(() -> new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "Nobody can be asked here, so nothing was accepted.",
                        "Look at what changed, and say --yes --definition HASH with the hash that is shown."))
                .apply("  Type accept to accept it; anything else leaves it as it is: ")
                .toLowerCase(Locale.ROOT)
                .equals("accept");
    }

    private void show(String name, JsonNode pin) {
        terminal.message(
                terminal.wait("? The tool " + name + " is " + pin.path("status").asString() + "."));
        for (JsonNode change : pin.path("differences")) {
            terminal.message("  " + Quoted.of(change.path("part").asString()));
            line("was", change.path("before"), change.path("part").asString().endsWith(": new"));
            line("now", change.path("now"), change.path("part").asString().endsWith(": gone"));
        }
        if (pin.path("differences").isEmpty()) {
            terminal.message(
                    pin.path("accepted").equals(pin.path("offered"))
                            ? "  Its definition is the one that was accepted."
                            : "  Its definition is another one; what was accepted is not known any more.");
        }
        terminal.message("  definition " + pin.path("offered").asString());
    }

    private void line(String label, JsonNode text, boolean absent) {
        if (!absent) {
            terminal.message(
                    "    " + label + "  " + (text.isMissingNode() ? "not known any more" : Quoted.of(text.asString())));
        }
    }
}
