package dev.writ.label;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a target may be taken from: the user's words, results of trusted origin, and the fields of things that the words
 * name. Text that others may have written is no ground, however it is worded.
 */
public final class Grounds {
    private final Words words;
    private final List<SeenResult> seen;
    private final Set<Ground> accepted;

    /** @param seen what the task has read, oldest first */
    public Grounds(Words words, List<SeenResult> seen) {
        this(words, seen, EnumSet.allOf(Ground.class));
    }

    /** @param accepted what may count; fewer grounds are safer and ask more */
    public Grounds(Words words, List<SeenResult> seen, Set<Ground> accepted) {
        this.words = words;
        this.seen = List.copyOf(seen);
        this.accepted = Set.copyOf(accepted);
    }

    /** Why a target counts as the user's choice. */
    public enum Ground {
        /** The user's words name it. */
        WORDS,
        /** It stands in a result of trusted origin. */
        TRUSTED_RESULT,
        /** The user's words name the one thing that has it. */
        REFERENCE,
        /** It stands as it is in what the user told the task to read, and is only to be read too. */
        FOLLOWED
    }

    public Optional<Ground> of(Named target) {
        if (!PlainText.isClear(target.value())) {
            return Optional.empty();
        }
        if (accepted.contains(Ground.WORDS) && words.name(target.value(), target.kind(), target.nouns())) {
            return Optional.of(Ground.WORDS);
        }
        // What works for everybody may be anybody's: a list that it stands in does not make it the user's choice.
        if (accepted.contains(Ground.TRUSTED_RESULT) && !target.kind().isForEverybody() && isInTrustedResult(target)) {
            return Optional.of(Ground.TRUSTED_RESULT);
        }
        return accepted.contains(Ground.REFERENCE) && isReferredTo(target)
                ? Optional.of(Ground.REFERENCE)
                : Optional.empty();
    }

    /**
     * As {@link #of}, for an address that is only asked for what it has. One that stands, unchanged, in what the user told
     * the task to read may be followed: asking it tells nothing that was not already in the open there.
     */
    Optional<Ground> ofFetched(Named target) {
        Optional<Ground> ground = of(target);
        boolean followed = seen.stream()
                .filter(result -> result.flow().reads() != Source.WORLD && isPointedAt(result))
                .anyMatch(result -> holds(result.data(), target.value()));
        return ground.isEmpty() && accepted.contains(Ground.FOLLOWED) && followed
                ? Optional.of(Ground.FOLLOWED)
                : ground;
    }

    /** Whether everything that a caller put into a call is the user's, or of trusted origin. */
    boolean cover(Flow flow, JsonNode arguments) {
        for (String text : texts(arguments)) {
            boolean covered = words.containAll(text)
                    || seen.stream()
                            .anyMatch(result ->
                                    !result.label().isUntrusted() && hasLeaf(result.data(), text, IdentityKind.OBJECT));
            if (!covered) {
                return false;
            }
        }
        return Named.in(flow, arguments).stream().allMatch(target -> of(target).isPresent());
    }

    private boolean isInTrustedResult(Named target) {
        return seen.stream()
                .filter(result -> !result.label().isUntrusted() && target.isOfKind(result.flow(), result.data()))
                .anyMatch(result -> hasLeaf(result.data(), target.value(), target.kind()));
    }

    private boolean isReferredTo(Named target) {
        for (SeenResult result : seen) {
            if (result.flow().reads() == Source.WORLD) {
                continue;
            }
            List<JsonNode> records = Records.in(result.data());
            // Whoever can write a record can make it the only one found; an address in it reaches whom they like.
            boolean only = records.size() == 1 && !target.kind().isForEverybody() && isPointedAt(result);
            for (JsonNode record : records) {
                if (Records.has(record, target.value(), target.kind())
                        && target.isOfKind(result.flow(), record)
                        && (only || isNamed(record))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether the words name this record, and no other that was seen. */
    private boolean isNamed(JsonNode record) {
        for (String name : Records.names(record)) {
            if (words.mention(name) && isOnly(record, name)) {
                return true;
            }
        }
        return false;
    }

    private boolean isOnly(JsonNode record, String name) {
        List<String> called = PlainText.names(name);
        for (SeenResult result : seen) {
            for (JsonNode other : Records.in(result.data())) {
                boolean sameName = Records.names(other).stream()
                        .anyMatch(one -> PlainText.names(one).equals(called));
                if (sameName && !Records.same(record, other)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * Whether the user's words point at what the call asked for: they name every identity in it, and every other text of it
     * is something they speak of by name. A search for a common word points at nothing.
     */
    private boolean isPointedAt(SeenResult result) {
        List<Named> named = Named.in(result.flow(), result.arguments());
        List<String> texts = new ArrayList<>(texts(result.arguments()));
        named.forEach(one -> texts.remove(one.value()));
        return !(named.isEmpty() && texts.isEmpty())
                && named.stream().allMatch(one -> words.name(one.value(), one.kind(), one.nouns()))
                && texts.stream().allMatch(words::mention);
    }

    private static List<String> texts(JsonNode arguments) {
        List<String> texts = new ArrayList<>();
        arguments.properties().forEach(argument -> {
            if (!ArgumentNames.isTime(argument.getKey())) {
                collect(argument.getValue(), texts);
            }
        });
        return texts;
    }

    private static void collect(JsonNode node, List<String> texts) {
        if (node.isString() && !node.asString().isBlank()) {
            texts.add(node.asString());
        }
        node.values().forEach(child -> collect(child, texts));
    }

    private static boolean hasLeaf(JsonNode node, String value, IdentityKind kind) {
        if (node.isValueNode()) {
            return Records.is(node, value, kind);
        }
        for (JsonNode child : node.values()) {
            if (hasLeaf(child, value, kind)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(JsonNode node, String value) {
        if (node.isString()) {
            return Words.of(node.asString()).name(value, IdentityKind.ADDRESS, Set.of());
        }
        for (JsonNode child : node.values()) {
            if (holds(child, value)) {
                return true;
            }
        }
        return false;
    }
}
