import { expect, test } from "vitest";
import { strengthOf } from "./strength";

test.each([
  ["court", "Encore 5 caractères au moins"],
  ["neufcarac", "Encore 1 caractère au moins"],
  ["dixcaracte", "Acceptable : plus long serait mieux"],
  ["Dix-caract8", "Bon mot de passe"],
  ["trois petits chats bleus", "Très bon mot de passe"],
])("%s : %s", (password, words) => {
  expect(strengthOf(password).words).toBe(words);
});
