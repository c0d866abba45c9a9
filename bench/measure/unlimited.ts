/** One person asks all the questions of a measurement, far more than one may in a minute. */
export const unlimited = { REQUESTS_PER_MINUTE: '999999', TEAM_REQUESTS_PER_MINUTE: '999999' };
