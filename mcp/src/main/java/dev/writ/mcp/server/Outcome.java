package dev.writ.mcp.server;

import java.util.Map;
import java.util.function.Function;

/** How far a request has come. */
public sealed interface Outcome<R> {
    /** What has come so far that the request can be answered. */
    sealed interface Settled<R> extends Outcome<R> {
        @Override
        <S> Settled<S> map(Function<R, S> change);
    }

    record Done<R>(R result) implements Settled<R> {
        @Override
        public <S> Settled<S> map(Function<R, S> change) {
            return new Done<>(change.apply(result));
        }
    }

    /**
     * The client must be asked first; then the handler is called again.
     *
     * @param requests by names of the handler's choice, by which it finds the answers
     * @param note what the handler wants to be told again then; the client sees it sealed alone
     */
    record NeedsInput<R>(Map<String, InputRequest> requests, String note) implements Settled<R> {
        public NeedsInput {
            if (requests.isEmpty()) {
                throw new IllegalArgumentException("Nothing is asked.");
            }
            requests = Map.copyOf(requests);
        }

        @Override
        public <S> Settled<S> map(Function<R, S> change) {
            return new NeedsInput<>(requests, note);
        }
    }

    /**
     * The work may outlast its request: where the client knows tasks the call goes on as one, else the client waits.
     *
     * @param onlyAsTask whether a client that does not know tasks is refused instead
     */
    record GoesOn<R>(LongWork<R> work, boolean onlyAsTask) implements Outcome<R> {
        @Override
        public <S> Outcome<S> map(Function<R, S> change) {
            return new GoesOn<>(exchange -> work.proceed(exchange).map(change), onlyAsTask);
        }
    }

    static <R> Outcome<R> done(R result) {
        return new Done<>(result);
    }

    static <R> Outcome<R> ask(String name, InputRequest request) {
        return new NeedsInput<>(Map.of(name, request), "");
    }

    static <R> Outcome<R> ask(Map<String, InputRequest> requests) {
        return new NeedsInput<>(requests, "");
    }

    static <R> Outcome<R> goesOn(LongWork<R> work) {
        return new GoesOn<>(work, false);
    }

    static <R> Outcome<R> onlyAsTask(LongWork<R> work) {
        return new GoesOn<>(work, true);
    }

    <S> Outcome<S> map(Function<R, S> change);

    /** Has the work done by this thread, until it is finished or needs input. */
    default Settled<R> awaited(Exchange exchange) throws InterruptedException {
        Outcome<R> outcome = this;
        while (true) {
            switch (outcome) {
                case Settled<R> settled -> {
                    return settled;
                }
                case GoesOn<R> goesOn -> outcome = goesOn.work.proceed(exchange);
            }
        }
    }
}
