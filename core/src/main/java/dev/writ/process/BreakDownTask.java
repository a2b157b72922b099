package dev.writ.process;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.store.Transaction;
import dev.writ.task.NewTask;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import dev.writ.task.TreeBudget;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** Splits a task into subtasks that run side by side, in the order their dependencies allow. */
final class BreakDownTask implements Process {
    private final TreeBudget budget;

    BreakDownTask(TreeBudget budget) {
        this.budget = budget;
    }

    @Override
    public ProcessSpec spec() {
        return new ProcessSpec(
                "break_down_task", "Runs subtasks, side by side where they may.", Schemas.BREAK_DOWN_TASK);
    }

    @Override
    public ProcessOutcome run(ProcessRun run) {
        JsonNode subtasks = run.task().parameters().path("subtasks");
        run.stepWriting("count", Boolean.class, transaction -> count(transaction, run.task(), subtasks.size()));
        List<Task> ended = run.children("subtasks", asking -> drafts(asking, subtasks));
        ArrayNode results = Json.array();
        StringBuilder text = new StringBuilder();
        for (Task task : ended) {
            String result = task.result()
                    .map(TaskResult::text)
                    .filter(words -> !words.isEmpty())
                    .orElseGet(() -> task.failure().map(Object::toString).orElse(""));
            results.addObject()
                    .put("title", task.title())
                    .put("task", task.id())
                    .put("status", task.state().id())
                    .put("result", result);
            text.append(task.title()).append(" (").append(task.state().id()).append("): ");
            text.append(result).append('\n');
        }
        return new ProcessOutcome.Completed(
                TaskResult.of(text.toString(), Json.object().set("results", results)));
    }

    private boolean count(Transaction transaction, Task task, int subtasks) {
        for (int i = 0; i < subtasks; i++) {
            budget.countSubtask(transaction, task.tree(), task.depth() + 1);
        }
        return true;
    }

    private static List<NewTask> drafts(ProcessRun run, JsonNode subtasks) {
        List<String> ids = new ArrayList<>();
        List<NewTask> drafts = new ArrayList<>();
        for (JsonNode subtask : subtasks) {
            List<String> after = new ArrayList<>();
            for (JsonNode position : subtask.path("after")) {
                if (position.asInt() >= ids.size()) {
                    throw new WritException(
                            FailureCode.INVALID_ARGUMENTS,
                            "Subtask " + ids.size() + " waits for subtask " + position.asInt()
                                    + ", which does not come before it.",
                            "Put subtasks after the ones they wait for.");
                }
                after.add(ids.get(position.asInt()));
            }
            ids.add(run.newTaskId());
            drafts.add(StartSubtask.draft(
                            run.task(),
                            run.task().parent(),
                            ids.getLast(),
                            subtask.path("title").asString(),
                            subtask.path("instruction").asString(),
                            subtask.path("agent").asString(""),
                            Json.object())
                    .after(after));
        }
        return drafts;
    }
}
