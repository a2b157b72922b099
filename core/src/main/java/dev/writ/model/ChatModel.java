package dev.writ.model;

/** A language model, or what stands in for one. Blocking; safe for use by many threads. */
public interface ChatModel {
    /** How screens name it, for instance {@code playbook} or {@code anthropic/claude-sonnet-5}. */
    String name();

    /**
     * Answers one conversation.
     *
     * @param tokens receives pieces of text as they arrive; may receive none
     * @throws dev.writ.WritException with {@code model_failed} when no usable answer came, {@code model_cannot} when this
     *     model knows that it can't do what is asked, {@code cancelled} when the thread was interrupted
     */
    ModelReply chat(ModelRequest request, TokenListener tokens);
}
