package dev.writ.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that, once a file appears, offers what waits at the server whose address it gets. */
final class PromptAtTerminal {
    private PromptAtTerminal() {}

    public static void main(String[] arguments) throws InterruptedException {
        Terminal terminal = new Terminal(Map.of(), true, false);
        terminal.message("Working.");
        while (!Files.exists(Path.of(arguments[1]))) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        new ApprovalPrompt(terminal).offer(new Api(arguments[0], "token"), "task_1");
        terminal.message("Done.");
    }
}
