// The field and the list of what it found name each other.
export const resultsId = "search-results";
export const hitId = (place: number) => `search-hit-${place}`;
