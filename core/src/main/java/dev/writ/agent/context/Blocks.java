package dev.writ.agent.context;

import dev.writ.Json;
import dev.writ.agent.context.Block.Change;
import dev.writ.agent.context.Block.Kind;
import dev.writ.agent.context.Block.Origin;
import dev.writ.label.Label;
import dev.writ.model.provider.TokenEstimate;
import dev.writ.task.Conversation;
import dev.writ.task.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes messages and functions apart into blocks, each with one origin. */
final class Blocks {
    private final List<DocumentPlace> places;
    private final List<Block> blocks = new ArrayList<>();

    /** @param places where documents stand in the instruction */
    Blocks(List<DocumentPlace> places) {
        this.places = places;
    }

    void message(Conversation.Entry entry, Change change) {
        long tokens = TokenEstimate.of(entry.message());
        Optional<Instant> at = Optional.of(entry.at());
        Label label = entry.label();
        switch (entry.message()) {
            case Message.Instruction instruction -> instruction(instruction.text(), label, entry, change);
            case Message.Request request ->
                blocks.add(new Block(
                        Kind.REQUEST,
                        request.from(),
                        asker(request.from()),
                        label,
                        request.text(),
                        tokens,
                        at,
                        entry.position(),
                        change));
            case Message.Reply reply ->
                blocks.add(new Block(
                        Kind.REPLY,
                        "its own words",
                        Origin.AGENT,
                        label,
                        text(reply),
                        tokens,
                        at,
                        entry.position(),
                        change));
            case Message.Result result ->
                blocks.add(new Block(
                        Kind.RESULT,
                        result.function() + ", " + result.status(),
                        label.isUntrusted() ? Origin.OUTSIDE : Origin.TOOL,
                        label,
                        result.text(),
                        tokens,
                        at,
                        entry.position(),
                        change));
        }
    }

    /** @param before what was shown one step before; empty where there was none */
    void function(ShownFunction function, Optional<List<ShownFunction>> before) {
        blocks.add(new Block(
                Kind.FUNCTION,
                function.name(),
                function.thirdParty() ? Origin.OUTSIDE : Origin.WRIT,
                function.thirdParty() ? Label.WORST : Label.CLEAN,
                function.description() + "\n\n" + Json.writePretty(function.parameters()),
                TokenEstimate.of(function.forModel()),
                Optional.empty(),
                0,
                before.map(shown -> change(function, shown)).orElse(Change.SAME)));
    }

    /** The blocks, so scaled that they add up to what the model counted; 0 for what nobody counted. */
    List<Block> taking(long counted) {
        long estimated = blocks.stream().mapToLong(Block::tokens).sum();
        if (counted <= 0 || estimated == 0) {
            return List.copyOf(blocks);
        }
        List<Block> scaled = new ArrayList<>();
        long seen = 0;
        long given = 0;
        for (Block block : blocks) {
            seen += block.tokens();
            long until = Math.round((double) seen * counted / estimated);
            scaled.add(block.taking(until - given));
            given = until;
        }
        return scaled;
    }

    private static Change change(ShownFunction function, List<ShownFunction> before) {
        return before.stream()
                .filter(shown -> shown.name().equals(function.name()))
                .findFirst()
                .map(shown -> shown.hash().equals(function.hash()) ? Change.SAME : Change.CHANGED)
                .orElse(Change.ADDED);
    }

    /** What its documents leave of an instruction is the agent's definition. */
    private void instruction(String text, Label label, Conversation.Entry entry, Change change) {
        Optional<Instant> at = Optional.of(entry.at());
        int end = places.isEmpty()
                ? text.length()
                : Math.min(text.length(), places.getFirst().start());
        String own = text.substring(0, end).stripTrailing();
        Label ofOwn = places.isEmpty() ? label : Label.CLEAN;
        blocks.add(new Block(
                Kind.INSTRUCTION,
                "what the agent is told to be",
                Origin.WRIT,
                ofOwn,
                own,
                TokenEstimate.of(new Message.Instruction(own)),
                at,
                entry.position(),
                change));
        for (DocumentPlace place : places) {
            if (place.start() + place.length() <= text.length()) {
                String words = text.substring(place.start(), place.start() + place.length());
                blocks.add(new Block(
                        Kind.DOCUMENT,
                        place.title(),
                        place.label().isUntrusted() ? Origin.AGENT : Origin.WRIT,
                        place.label(),
                        words,
                        TokenEstimate.of(words),
                        at,
                        entry.position(),
                        change));
            }
        }
    }

    private static Origin asker(String from) {
        if (from.equals("user")) {
            return Origin.PERSON;
        }
        return from.startsWith("agent:") ? Origin.AGENT : Origin.WRIT;
    }

    private static String text(Message.Reply reply) {
        String calls = reply.calls().stream()
                .map(call -> call.function() + " " + Json.write(call.arguments()))
                .collect(Collectors.joining("\n"));
        return reply.text().isEmpty() || calls.isEmpty() ? reply.text() + calls : reply.text() + "\n" + calls;
    }
}
