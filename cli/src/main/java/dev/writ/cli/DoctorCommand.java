package dev.writ.cli;

import dev.writ.Json;
import dev.writ.server.Doctor;
import dev.writ.server.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ArrayNode;

/** {@code writ doctor}: what is present on this machine, what is missing, and what that disables. */
@Command(name = "doctor", description = "Check this machine.", mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @Override
    public Integer call() {
        Settings settings = Settings.load(options.asFlags(), System.getenv());
        ArrayNode rows = Json.array();
        List<Doctor.Check> checks = Doctor.of(settings).checks();
        checks.forEach(check -> rows.add(check.toJson()));
        Listing.print(
                options.terminal(), options.format(), rows, List.of("name", "state", "detail", "disables", "hint"));
        if (options.format() == OutputFormat.TABLE) {
            // What a cell of the table may have cut.
            checks.stream()
                    .filter(check -> check.state() != Doctor.State.OK)
                    .forEach(check ->
                            options.terminal().message(check.name() + ": " + check.detail() + ". " + check.hint()));
        }
        boolean missing = checks.stream().anyMatch(check -> check.state() == Doctor.State.MISSING);
        return missing ? ExitCode.FAILED : ExitCode.OK;
    }
}
