/**
 * Quick actions in descriptions, as GitLab executes them on create and on update through the API: there is no
 * parameter that turns them off (`lib/gitlab/quick_actions/extractor.rb`, docs/gitlab.md#descriptions).
 */
import { scanLines } from './markdown.ts';

/** Command names of 18.9, `lib/gitlab/quick_actions/*.rb` and their EE counterparts. */
const KNOWN = new Set(
  (
    'add_child add_contacts add_email add_linked_items approve assign assign_reviewer award blocked_by blocks ' +
    'board_move cc clear_health_status clear_weight clone close code_review confidential convert_to_ticket copy_metadata ' +
    'create_merge_request done draft due duplicate epic estimate estimate_time health_status invite_email iteration ' +
    'label labels link lock merge milestone move page parent_epic promote promote_to promote_to_incident publish react ' +
    'ready rebase reassign reassign_reviewer relabel relate remove_child remove_child_epic remove_contacts ' +
    'remove_due_date remove_email remove_epic remove_estimate remove_iteration remove_milestone remove_parent ' +
    'remove_parent_epic remove_time_spent remove_zoom reopen request_review run_pipeline set_parent severity shrug ' +
    'spend spend_time spent start_code_review status submit_review subscribe tableflip target_branch timeline title ' +
    'todo unapprove unassign unassign_reviewer undraft unlabel unlink unlock unsubscribe weight zoom'
  ).split(' '),
);

export interface Command {
  name: string;
  args: string;
}

/** Actions that put something in their own place; what stands behind them is lost (recorded: "action tableflip"). */
const PUTS: Record<string, string> = { shrug: '¯\\＿(ツ)＿/¯', tableflip: '(╯°□°)╯︵ ┻━┻' };

/**
 * Splits a text into the commands GitLab would run and the text it would store. Only top-level paragraphs are
 * looked at; in them every line that is nothing but a known command, and not within inline code, runs and vanishes. The stored text has no
 * `\r` and no trailing white space, also when there was no command.
 */
export function extractCommands(description: string): { commands: Command[]; stored: string } {
  const lines = description.replaceAll('\r', '').split('\n');
  const scan = scanLines(lines);
  const commands: Command[] = [];
  const kept: string[] = [];
  let code = false;
  let vanished = false;
  lines.forEach((line, index) => {
    const isParagraph = scan[index]?.kind === 'paragraph';
    if (!isParagraph) code = false;
    const match = /^\/([A-Za-z_]+)(?:[ \t]+(.*?))?\s*$/.exec(line);
    const name = match?.[1]?.toLowerCase();
    if (isParagraph && !code && name !== undefined && KNOWN.has(name)) {
      commands.push({ name, args: match?.[2]?.trim() ?? '' });
      const put = PUTS[name];
      if (put !== undefined) kept.push(put);
      vanished = put === undefined;
      return;
    }
    // Where a paragraph is gone, so is the empty line behind it (recorded: "action in details").
    const isGap = vanished && line.trim() === '' && (kept.at(-1) ?? '').trim() === '';
    vanished = false;
    if (isParagraph && (line.match(/`+/g) ?? []).length % 2 === 1) code = !code;
    if (!isGap) kept.push(line);
  });
  return { commands, stored: kept.join('\n').trimEnd() };
}
