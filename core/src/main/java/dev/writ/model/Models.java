package dev.writ.model;

/** The model that serves each tier, and what a call may cost at the most. */
public interface Models extends AutoCloseable {
    ChatModel forTier(ModelTier tier);

    /** Upper bounds of tokens and cost for one call, for reservations. */
    ModelReply.Usage worstCase(ChatModel model, ModelRequest request);

    /** Whether only the offline playbook model is there. */
    boolean offline();

    /** How screens name what answers, for instance {@code playbook (offline)}. */
    String describe();

    /** Who serves them, for instance {@code anthropic}; {@code writ} where it is Writ itself. */
    default String provider() {
        return "writ";
    }

    @Override
    default void close() {}
}
