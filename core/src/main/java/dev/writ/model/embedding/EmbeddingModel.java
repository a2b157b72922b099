package dev.writ.model.embedding;

import dev.writ.Redacted;
import java.time.Duration;
import java.util.List;

/** A model that says what texts mean. Blocking; safe for use by many threads. */
public interface EmbeddingModel extends AutoCloseable {
    /** As screens and tables name it, for instance {@code ollama/nomic-embed-text}. */
    String name();

    /**
     * Asks once.
     *
     * @param texts one or more, without the secrets that are recognised
     * @param limit after which the call is broken off, whatever has come by then
     * @throws dev.writ.WritException with {@code cancelled} when the thread was interrupted
     */
    Embedded embed(List<Redacted> texts, Duration limit);

    /** Ends calls under way. */
    @Override
    void close();
}
