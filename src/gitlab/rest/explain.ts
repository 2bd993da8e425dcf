import { KickoffError } from '../../model/errors.ts';
import { Failure } from '../../model/failure.ts';
import type { Scope } from '../../model/tracker.ts';

/** A failed request in a person's words, with what to do. Other errors pass unchanged. */
export function explain(
  error: unknown,
  at: {
    host: string;
    isJobToken: boolean;
    through: string | undefined;
    now: () => Date;
    scope: Scope;
    doing: string;
  },
): unknown {
  if (!(error instanceof Failure)) return error;
  const { host, isJobToken, scope, doing } = at;
  const said = error.text === '' ? '' : ` GitLab says: ${error.text.slice(0, 300).replace(/\s+/g, ' ')}`;
  const options = (hint: string) => ({ hint, undone: `Stopped while ${doing}; nothing more was sent.` });
  switch (error.kind) {
    case 'unauthorized':
      return new KickoffError(
        'access',
        `${host} does not accept the token.${said}`,
        options(
          'In a CI job without GITLAB_TOKEN it is the job’s own. Set GITLAB_TOKEN to a valid token of this GitLab: a group access token with the role Planner and the scope api does.',
        ),
      );
    case 'scope':
      return new KickoffError(
        'access',
        `The token's scope is too small for ${doing}.`,
        options('Make a token with the scope api; read_api is enough for plan and report.'),
      );
    case 'forbidden':
      return new KickoffError(
        'access',
        `The token may not do this: ${doing}.${said}`,
        options(
          isJobToken
            ? `It is the token of a CI job. Let the job's project into ${scope.project}, there under Settings, CI/CD, Job token permissions, or set GITLAB_TOKEN.`
            : 'The token needs the role Planner or Reporter, or a higher one, in the group and the project.',
        ),
      );
    case 'not-found': {
      const isGroup = error.path.startsWith('groups/');
      const name = isGroup ? scope.group : scope.project;
      return new KickoffError(
        'not-found',
        `The ${isGroup ? 'group' : 'project'} "${name}" does not exist on ${host}, or the token cannot see it.`,
        options(
          `Check gitlab.${isGroup ? 'group' : 'project'} in the cohort file, and that the token's user is a member.`,
        ),
      );
    }
    case 'redirected':
      return new KickoffError(
        'not-found',
        `${host} sends us elsewhere while ${doing}: to ${error.text}.`,
        options(
          'No redirect is followed with a token. Write the new path or host, and https where the host wants it.',
        ),
      );
    case 'untrusted':
      return new KickoffError(
        'refused',
        `No secure connection to ${host} comes about (${error.text}).`,
        options(
          'Check that the host and port speak https. For an authority of your own, name its file in NODE_EXTRA_CA_CERTS or CI_SERVER_TLS_CA_FILE; on this machine write http://127.0.0.1:PORT.',
        ),
      );
    case 'unreachable':
      return unreachable(error, at, options);
    case 'rate-limited':
      return new KickoffError(
        'unreachable',
        `${host} limits our rate and did not let us in again${backAt(error.retryAfter, at.now())}.`,
        options(
          'Run again then: what is there is found and kept. provision and sync wait longer with --max-wait MINUTES.',
        ),
      );
    case 'ambiguous':
      return unusable(error, host, doing, options);
    case 'conflict':
      return new KickoffError(
        'unreachable',
        `Something else is at work on the same thing while ${doing}.${said}`,
        options('Run again later: what is there is found and kept.'),
      );
    case 'invalid':
      return new KickoffError(
        'refused',
        `GitLab refuses while ${doing}.${said}`,
        options('Mend what GitLab names, then run again.'),
      );
  }
}

/** When GitLab invites us back; what lies beyond a year is no invitation. */
function backAt(seconds: number | null, now: Date): string {
  if (seconds === null || seconds < 60) return '';
  if (seconds > 365 * 86_400) return '; it names a time more than a year from now';
  return `; it invites us back at ${new Date(now.getTime() + seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function unreachable(
  error: Failure,
  { host, through }: { host: string; through: string | undefined },
  options: (hint: string) => { hint: string; undone: string },
): KickoffError {
  return new KickoffError(
    'unreachable',
    `${host} cannot be reached${through === undefined ? '' : ` through the proxy ${through}`} (${error.text}).`,
    options(
      through === undefined
        ? 'Check the host and the network, then run again. Where only a proxy leads out, set HTTPS_PROXY.'
        : 'Check the host and HTTPS_PROXY, then run again. What is reached directly stands in NO_PROXY.',
    ),
  );
}

/** No answer of GitLab's own: a page of something in front of it, half an answer, or none in time. */
function unusable(
  error: Failure,
  host: string,
  doing: string,
  options: (hint: string) => { hint: string; undone: string },
): KickoffError {
  // The very first thing that is asked for, and a page that says that it is not there: no GitLab lives at this address.
  if (error.status === 404 && doing === 'reading the project') {
    return new KickoffError(
      'not-found',
      `There is no GitLab at ${host}: its API answers with a page (404, and no JSON).`,
      options('Check the host. A GitLab below a path is written with it, like https://example.com/gitlab.'),
    );
  }
  return error.status !== null && error.status < 500
    ? new KickoffError(
        'unreachable',
        `Something in front of ${host} refused while ${doing} (${error.status}, a page and no JSON). It is not the token.`,
        options('A proxy or a bot protection did it: run again later, or from another place.'),
      )
    : new KickoffError(
        'unreachable',
        `${host} did not give a usable answer while ${doing} (${error.status ?? error.text}).`,
        options('Run again later: what is there is found and kept.'),
      );
}
