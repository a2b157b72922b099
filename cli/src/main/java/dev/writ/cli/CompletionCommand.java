package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.cli.completion.Script;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code writ completion}: a script by which a shell completes commands, options, and what the server knows. */
@Command(
        name = "completion",
        description = "Print a script by which bash, zsh or fish completes writ.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "bash   source <(writ completion bash)    in ~/.bashrc",
            "zsh    source <(writ completion zsh)     in ~/.zshrc",
            "fish   writ completion fish | source     in ~/.config/fish/config.fish"
        })
final class CompletionCommand implements Callable<Integer> {
    @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
    String shell = "";

    @Override
    public Integer call() {
        String script = Script.of(shell, Main.commandLine())
                .orElseThrow(() -> new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no completion for '" + shell + "'.",
                        "Use bash, zsh or fish."));
        System.out.print(script);
        System.out.flush();
        return ExitCode.OK;
    }

    /** What the scripts ask for: the ids of a kind, one a line; nothing, and silently, where no server runs. */
    @Command(name = "complete-ids", hidden = true, mixinStandardHelpOptions = true)
    static final class Ids implements Callable<Integer> {
        @Mixin
        GlobalOptions options = new GlobalOptions();

        @Parameters(paramLabel = "KIND", description = "For instance task.")
        String kind = "";

        @Override
        public Integer call() {
            try {
                Session.now(options).ifPresent(api -> KnownIds.of(api, kind).forEach(System.out::println));
            } catch (WritException e) {
                // Whoever completes a command line is not to read about it.
                return ExitCode.OK;
            }
            return ExitCode.OK;
        }
    }
}
