import { closedKey } from '../../record/keys.ts';
import { findBlock } from '../../record/managed-block.ts';
import { plain } from './figures.ts';
import type { RemarkInput, Said } from './remark-input.ts';
import { isAchieved } from './verdict.ts';

export function measure({ facts, verdict, closes }: RemarkInput): Said[] {
  const { result, live } = facts;
  if (!live || result.skipped !== null) return [];
  const { reached } = verdict;
  const ended = verdict.standing === 'closed';
  const explained = facts.outcome.kind !== 'none';
  switch (result.measure.kind) {
    case 'to-be-defined':
      return [['to-be-defined', 'is to be defined and has no score.', 'Define it in the cohort file.']];
    case 'count': {
      const ticked = facts.ticks.filter(Boolean).length;
      return [
        // GitLab counts every rendered box; ours can only be some of them.
        ...(ticked > live.tasks.completed
          ? ([
              [
                'ticks-differ',
                `shows ${ticked} ticks where GitLab counts ${live.tasks.completed}.`,
                'Look at its check-list: a line above it may have swallowed a box.',
              ],
            ] satisfies Said[])
          : []),
        ...(ended && reached && reached.count < reached.of
          ? ([
              [
                'closed-part',
                `is closed at ${verdict.because}.`,
                explained ? '' : 'Tick what is done, or say on its Outcome line why not.',
              ],
            ] satisfies Said[])
          : []),
      ];
    }
    case 'metric':
    case 'rubric':
    case 'maintain':
      return ended && !isAchieved(verdict) && !explained && result.ambition === 'committed'
        ? [
            [
              'unexplained',
              `is closed at ${plain(verdict.score ?? 0)}, and it was committed.`,
              'Say on its Outcome line why it was not reached.',
            ],
          ]
        : [];
    case 'derived': {
      const ours = findBlock(live.description, closedKey(result.issue));
      if (ended && !isAchieved(verdict)) {
        return [
          ['closed-part', `is closed, and its rule is not satisfied: ${verdict.because}.`, 'Reopen it.'],
        ];
      }
      if (ended && ours) {
        return [
          [
            'closed-by-us',
            `was closed by kickoff: ${verdict.because}.`,
            'Reopen it if that is wrong; it then stays open.',
          ],
        ];
      }
      // One that we closed and a person opened again stays open, and nobody is asked twice.
      return !ended && isAchieved(verdict) && !ours
        ? [
            [
              'ready-to-close',
              `is ready to close: ${verdict.because}.`,
              closes ? 'Kickoff closes it three working days after its rule was satisfied.' : 'Close it.',
            ],
          ]
        : [];
    }
    case 'done':
      return [];
  }
}
