import { get } from './api.js';

/** Events after which there may be another marker. @param {{type: string}} event */
export const concernsMarkers = ({ type }) => /^(entity|experiment)\./.test(type);

/** When which version came into force, newest first. @param {{from: string, until: string}} period */
export const markersOf = ({ from, until }) => get('/improvements/markers', { from, until });

/** Those of a stretch of time. @param {any[] | undefined} markers @param {string} from @param {string} until */
export const within = (markers, from, until) => (markers ?? []).filter(({ at }) => Date.parse(at) >= Date.parse(from) && Date.parse(at) < Date.parse(until));
