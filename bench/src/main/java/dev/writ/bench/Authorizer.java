package dev.writ.bench;

/**
 * An authorization engine that has been given {@link Rules}.
 *
 * @param <Q> a question in the engine's own form, made before the clock runs
 */
interface Authorizer<Q> {
    Q prepare(Question question);

    boolean allows(Q question) throws Exception;
}
