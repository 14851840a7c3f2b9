import ts from "typescript";

const BEFORE = /(?<=[\p{L}\p{N})»’}…€%])\s+(?=[»;:!?€%])/gu;
const AFTER = /«\s+/g;
/** The first words after a value between braces. */
const AT_FIRST = /^\s+(?=[»;:!?€%])/;

/**
 * A source whose words on the screen keep » ; : ! ? € % on the line of the word before them, and « on that of the word after:
 * French puts a space there, at which a line must not break. Sources are written with plain ones, which nobody mistypes.
 */
export function unbroken(source: string): string {
  const tree = ts.createSourceFile("text.tsx", source, ts.ScriptTarget.Latest, true);
  const edits: { readonly start: number; readonly end: number; readonly words: string }[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (isWords(node)) {
      const [start, end] = [ts.isJsxText(node) ? node.getFullStart() : node.getStart(), node.getEnd()];
      const before = source.slice(start, end);
      const words = before.replace(BEFORE, "\u00a0").replace(AFTER, "«\u00a0");
      const first = ts.isJsxText(node) ? words.replace(AT_FIRST, "\u00a0") : words;
      if (first !== before) edits.push({ start, end, words: first });
    }
    if (isSpaceBeforeSign(node)) edits.push({ start: node.getStart(), end: node.getEnd(), words: "" });
    ts.forEachChild(node, look);
  };
  look(tree);
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((text, { start, end, words }) => text.slice(0, start) + words + text.slice(end), source);
}

/** The `{" "}` of `{" "}\n  : oui`, written so that the line may end there: the sign brings its own space. */
function isSpaceBeforeSign(node: ts.Node): boolean {
  if (!ts.isJsxExpression(node) || node.expression === undefined) return false;
  if (!ts.isStringLiteral(node.expression) || node.expression.text !== " ") return false;
  const { parent } = node;
  if (!ts.isJsxElement(parent) && !ts.isJsxFragment(parent)) return false;
  const next = parent.children[parent.children.indexOf(node) + 1];
  return next !== undefined && ts.isJsxText(next) && AT_FIRST.test(next.text);
}

function isWords(node: ts.Node): boolean {
  return (
    ts.isStringLiteralLike(node) ||
    ts.isJsxText(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node)
  );
}
