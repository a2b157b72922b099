package dev.writ.cli.reference;

import dev.writ.FailureCode;
import dev.writ.cli.TestingCommandLine;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** {@code errors.md}: every code of a failure with its status over HTTP and its exit code, and what to do. */
final class ErrorPage {
    private ErrorPage() {}

    static String text() throws IOException {
        Descriptions descriptions = Descriptions.read("errors.yaml");
        Descriptions codes = descriptions
                .at("codes")
                .of(Arrays.stream(FailureCode.values()).map(FailureCode::id).toList());
        List<Integer> known = TestingCommandLine.exitCodes();
        Descriptions exits =
                descriptions.at("exits").of(known.stream().map(String::valueOf).toList());
        return Markdown.page(
                        "Errors",
                        "Every failure has a code, a sentence of what happened and one of what to do. Commands print the code in"
                                + " brackets, the [API](../api.md) answers it as `error.code`, agents read it with the result of"
                                + " their call.")
                .heading(2, "Codes")
                .table(
                        List.of("code", "HTTP", "exit", "what it means", "what to do"),
                        Arrays.stream(FailureCode.values())
                                .map(code -> List.of(
                                        Markdown.code(code.id()),
                                        String.valueOf(code.httpStatus()),
                                        String.valueOf(TestingCommandLine.exitCode(code)),
                                        codes.at(code.id()).get("means"),
                                        codes.at(code.id()).get("do")))
                                .toList())
                .paragraph("The exit code is that of a command which failed with the code itself. `writ run` and"
                        + " `writ task log -f --exit-status` say by theirs how the task ended, see below.")
                .heading(2, "Exit codes")
                .table(
                        List.of("exit", "meaning"),
                        known.stream()
                                .map(exit -> List.of(String.valueOf(exit), exits.get(String.valueOf(exit))))
                                .toList())
                .toString();
    }
}
