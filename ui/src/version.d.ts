/** Of the app, as its manifest says. */
declare const VERSION: string;
