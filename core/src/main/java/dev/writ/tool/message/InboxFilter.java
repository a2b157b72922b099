package dev.writ.tool.message;

import java.util.Optional;

/**
 * Which messages to list.
 *
 * @param tree of all trees where empty
 * @param before id of a message: only older ones; empty for the newest
 * @param limit at most so many, 1 to 200
 */
public record InboxFilter(String tree, Optional<MessageState> state, String before, int limit) {
    public InboxFilter {
        limit = Math.clamp(limit, 1, 200);
    }

    /** The newest fifty of all trees. */
    public static InboxFilter all() {
        return new InboxFilter("", Optional.empty(), "", 50);
    }

    public InboxFilter inTree(String tree) {
        return new InboxFilter(tree, state, before, limit);
    }

    public InboxFilter withState(MessageState state) {
        return new InboxFilter(tree, Optional.of(state), before, limit);
    }

    public InboxFilter before(String message) {
        return new InboxFilter(tree, state, message, limit);
    }

    public InboxFilter atMost(int limit) {
        return new InboxFilter(tree, state, before, limit);
    }
}
