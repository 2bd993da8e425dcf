/**
 * GitLab's own rule of which lines of a text are quick actions (`lib/gitlab/quick_actions/extractor.rb`), implemented a
 * second time and in another way than the sandbox does: blocks by regular expressions over the whole text.
 */
const NAMES =
  'close|reopen|label|labels|unlabel|relabel|assign|unassign|reassign|milestone|remove_milestone|due|remove_due_date|title|confidential|lock|unlock|move|clone|duplicate|relate|blocks|blocked_by|epic|set_parent|promote|promote_to|promote_to_incident|weight|iteration|estimate|spend|todo|done|subscribe|unsubscribe|react|award|shrug|tableflip|publish|zoom|timeline|add_email|copy_metadata|create_merge_request|health_status|severity';

export function commandsIn(description: string): string[] {
  const text = description
    .replaceAll('\r', '')
    // Fenced code, comments and HTML blocks hold no paragraphs.
    .replace(/^ {0,3}(`{3,})[^`\n]*\n[\s\S]*?(?:^ {0,3}\1`*\s*$|$(?![\s\S]))/gm, '\n\n')
    .replace(/^ {0,3}(~{3,}).*\n[\s\S]*?(?:^ {0,3}\1~*\s*$|$(?![\s\S]))/gm, '\n\n')
    .replace(/^ {0,3}<!--[\s\S]*?-->.*$/gm, '\n')
    .replace(/^ {0,3}<[a-z/][^\n]*(?:\n(?!\s*$).*)*/gim, '\n');
  const found: string[] = [];
  for (const block of text.split(/\n\s*\n/)) {
    const lines = block.split('\n').filter((line) => line.trim() !== '');
    // A list, a quote, a table or indented code takes the lines that lazily follow it.
    const first = lines.findIndex((line) => /^ {0,3}(?:[-*+]\s|\d+[.)]\s|>|\|)/.test(line));
    const paragraph = (first < 0 ? lines : lines.slice(0, first)).filter(
      (line) => !/^(?: {4}|\t)/.test(line),
    );
    for (const line of paragraph) {
      const match = new RegExp(`^/(${NAMES})(?:\\s.*)?$`, 'i').exec(line);
      if (match?.[1]) found.push(match[1].toLowerCase());
    }
  }
  return found;
}
