package dev.writ.server;

import dev.writ.Failure;
import dev.writ.sandbox.BubblewrapWeakness;
import dev.writ.sandbox.SandboxProfile;
import dev.writ.sandbox.SandboxStatus;
import dev.writ.server.Doctor.Check;
import dev.writ.server.Doctor.State;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code writ doctor} says of the sandbox: its builder, what is weak in it, every layer, both profiles. */
final class SandboxChecks {
    private static final String DISABLED = "terminal";
    private static final String NETWORK = "sandbox: network proxy";

    private SandboxChecks() {}

    /** @param missingNetwork why no command can be given a way to hosts; empty where it can */
    static List<Check> of(SandboxStatus status, Optional<Failure> missingNetwork) {
        return Stream.of(
                        Stream.of(bubblewrap(status)),
                        weaknesses(status),
                        status.layers().stream().map(SandboxChecks::layer),
                        Stream.of(SandboxProfile.values()).map(profile -> profile(profile, status)),
                        Stream.of(network(missingNetwork)))
                .flatMap(checks -> checks)
                .toList();
    }

    private static Check bubblewrap(SandboxStatus status) {
        return new Check(
                "bubblewrap",
                status.complete() ? State.OK : State.MISSING,
                status.bubblewrap().isEmpty() ? "no version found" : status.bubblewrap(),
                status.complete() ? "" : DISABLED,
                status.hint());
    }

    /** Nothing is disabled by them: a layer of Writ's keeps the guarantee, and where that is missing nothing runs. */
    private static Stream<Check> weaknesses(SandboxStatus status) {
        if (status.bubblewrap().isEmpty()) {
            return Stream.of();
        }
        return BubblewrapWeakness.of(status.bubblewrap()).stream()
                .map(weakness -> new Check(
                        weakness.id(),
                        State.WARNING,
                        "before bubblewrap " + weakness.fixedIn() + ", " + weakness.weakness(),
                        "",
                        "Writ's layers keep the guarantee (" + weakness.kept()
                                + "). Update bubblewrap, or make sure that your distribution mended it."));
    }

    private static Check layer(SandboxStatus.LayerStatus layer) {
        String name = "sandbox: " + layer.layer().id();
        return layer.present()
                ? new Check(name, State.OK, layer.layer().meaning(), "", "")
                : new Check(
                        name,
                        State.MISSING,
                        layer.reason(),
                        DISABLED,
                        "Without it this does not hold: " + layer.layer().meaning() + ".");
    }

    private static Check network(Optional<Failure> missing) {
        return missing.map(failure ->
                        new Check(NETWORK, State.MISSING, failure.message(), "commands with hosts", failure.hint()))
                .orElse(new Check(
                        NETWORK,
                        State.OK,
                        "commands that name hosts reach these, by a proxy that looks names up and checks them; profile"
                                + " full alone",
                        "",
                        ""));
    }

    private static Check profile(SandboxProfile profile, SandboxStatus status) {
        return new Check(
                "profile: " + profile.id(),
                status.complete() ? State.OK : State.MISSING,
                profile.meaning(),
                status.complete() ? "" : DISABLED,
                status.complete() ? "" : "Every layer above is needed.");
    }
}
