document.title = 'Local Slack';
