import { Paper, Text, Title } from "@mantine/core";
import { IconChevronRight, IconCircle, IconCircleCheckFilled } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { Edition } from "@/domain/editions";
import classes from "./TodoList.module.css";
import type { Todo } from "./todos";

interface TodoListProps {
  readonly edition: Edition;
  readonly todos: readonly Todo[];
}

/** What there is to do, and what is done, each with the page where it is done. */
export function TodoList({ edition, todos }: TodoListProps) {
  if (todos.length === 0) return null;
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb="sm">
        À faire maintenant
      </Title>
      <ul className={classes.todos}>
        {todos.map((todo) => (
          <li key={todo.text}>
            <Link
              to={todo.to}
              params={{ editionId: edition.id }}
              search={(todo.search ?? {}) as never}
              className={classes.todo}
              data-done={todo.done || undefined}
            >
              {todo.done ? (
                <IconCircleCheckFilled size={24} color="var(--mantine-color-good-6)" aria-label="Fait :" />
              ) : (
                <IconCircle size={24} color="var(--mantine-color-accent-6)" aria-label="À faire :" />
              )}
              <div className={classes.what}>
                <Text fw={todo.done ? 400 : 600}>{todo.text}</Text>
                {todo.detail && (
                  <Text size="sm" c="gray.7">
                    {todo.detail}
                  </Text>
                )}
              </div>
              <IconChevronRight size={20} aria-hidden />
            </Link>
          </li>
        ))}
      </ul>
    </Paper>
  );
}
