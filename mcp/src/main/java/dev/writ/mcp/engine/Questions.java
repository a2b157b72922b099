package dev.writ.mcp.engine;

import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.server.AnswerCheck;
import dev.writ.mcp.server.Answers;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.Outcome;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks a legacy client whatever a request needs, while the request is open, until it is done. */
record Questions(Methods methods, Session session) {
    private static final int MOST_ROUNDS = 20;

    /** @throws ClientSilent where the client cannot be asked or does not answer as it should */
    ObjectNode answer(Message.Request request, OpenExchange first) throws InterruptedException {
        OpenExchange exchange = first;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            switch (settled(request, exchange)) {
                case Outcome.Done<ObjectNode>(ObjectNode result) -> {
                    return result;
                }
                case Outcome.NeedsInput<ObjectNode>(Map<String, InputRequest> asked, String note) ->
                    exchange = exchange.with(ask(asked, note, exchange));
            }
        }
        throw new ClientSilent("The client gave no answer that can be used.");
    }

    private Outcome.Settled<ObjectNode> settled(Message.Request request, OpenExchange exchange)
            throws InterruptedException {
        Outcome<ObjectNode> outcome = methods.answer(request.method(), request.params(), exchange);
        if (outcome instanceof Outcome.GoesOn<ObjectNode> goesOn && goesOn.onlyAsTask()) {
            throw new ClientSilent("This needs a client that speaks revision 2026-07-28 and declares tasks.");
        }
        return outcome.awaited(exchange);
    }

    private Answers ask(Map<String, InputRequest> asked, String note, OpenExchange exchange)
            throws InterruptedException {
        Map<String, ObjectNode> answers = new HashMap<>(exchange.answers().byName());
        for (Map.Entry<String, InputRequest> entry : asked.entrySet()) {
            InputRequest input = entry.getValue();
            if (!session.client().has(input.capability())) {
                throw new ClientSilent("The client cannot be asked: it does not declare " + input.method() + ".");
            }
            JsonNode answer = session.ask(input, exchange.outlet());
            if (AnswerCheck.fits(input.method(), input.params(), answer) && answer instanceof ObjectNode fitting) {
                answers.put(entry.getKey(), fitting);
            }
        }
        return new Answers(answers, note);
    }
}
