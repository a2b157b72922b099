package dev.writ.tool.thirdparty;

import dev.writ.Failure;
import dev.writ.FailureCode;
import java.time.Instant;
import java.util.Optional;

/**
 * How a server stands.
 *
 * @param since when it came into this state
 * @param description what it calls itself and which revision it speaks; empty while it does not run
 * @param calls how many calls it was given since Writ started
 * @param underWay how many of them have not ended
 * @param failures how many times in a row it failed
 * @param restsUntil until when it is left alone after that
 */
public record ServerStatus(
        ServerSettings settings,
        ServerState state,
        Instant since,
        String description,
        long calls,
        int underWay,
        int failures,
        Instant restsUntil,
        Optional<Failure> lastFailure) {

    /** Why no call can be tried now; empty where one can. */
    Optional<Failure> obstacle(Instant now) {
        return switch (state) {
            case HELD ->
                Optional.of(unavailable(
                        settings,
                        "was stopped by a person",
                        "Have it started with `writ servers start " + settings.name() + "`."));
            case RESTING ->
                now.isBefore(restsUntil)
                        ? Optional.of(unavailable(
                                settings,
                                "failed and is left alone until " + restsUntil + ": "
                                        + lastFailure
                                                .map(failure ->
                                                        failure.message().replaceFirst("[.]$", ""))
                                                .orElse("no reason known"),
                                "Try again then, or see `writ servers logs " + settings.name() + "`."))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    static Failure unavailable(ServerSettings settings, String what, String hint) {
        return Failure.of(FailureCode.UNAVAILABLE, "The server " + settings.name() + " " + what + ".", hint);
    }
}
